package dev.paloma;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.sasl.Credentials;
import dev.paloma.sasl.Mechanism;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Request;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S16 for every mechanism, against a server that repeats all it hears, with every logger at its loudest. */
@ExtendWith(NoLeaks.class)
class CanaryTest {
    private static final String CANARY = "canary-7351-tweets";
    private static final byte[] NTLM = new byte[48];

    static {
        System.arraycopy("NTLMSSP\0\2".getBytes(ISO_8859_1), 0, NTLM, 0, 9);
    }

    static Stream<String> mechanisms() {
        return Mechanism.strongestFirst().stream()
                .flatMap(m -> m.secret() == Mechanism.Secret.TOKEN
                        ? Stream.of(m.name(), m.name() + " from a source")
                        : Stream.of(m.name()));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    /** A first challenge that each mechanism goes on from. */
    private static Reply challenge(Request request) {
        String[] words = request.line().split(" ", -1);
        String said = words.length < 3 || words[2].equals("=")
                ? ""
                : new String(Base64.getDecoder().decode(words[2]), UTF_8);
        int nonce = said.lastIndexOf("r=");
        String challenge = (nonce < 0 ? "r=" : said.substring(nonce)) + "x,s=c2FsdA==,i=4096";
        return switch (words[1]) {
            case "PLAIN", "EXTERNAL", "ANONYMOUS" -> repeated(request);
            case "NTLM" -> Reply.of(334, base64(NTLM));
            case "DIGEST-MD5" -> Reply.of(334, base64("nonce=\"n\",qop=\"auth\",algorithm=md5-sess".getBytes(UTF_8)));
            case "XOAUTH2", "OAUTHBEARER" -> Reply.of(334, base64(said.getBytes(UTF_8)));
            default -> Reply.of(334, base64(challenge.getBytes(UTF_8)));
        };
    }

    /** Whole, cut off, and decoded. */
    private static Reply repeated(Request request) {
        String line = request.line();
        String encoded = line.substring(line.lastIndexOf(' ') + 1);
        boolean code = encoded.matches("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
        String decoded = code ? new String(Base64.getDecoder().decode(encoded), ISO_8859_1) : "";
        String half = encoded.substring(0, encoded.length() / 2);
        return Reply.of(535, "5.7.8 " + line, "half: " + half, "it was: " + decoded.replaceAll("[\r\n]", " "));
    }

    /** The password as it is, and what is the same in its base64 wherever it begins. */
    private static List<String> traces() {
        List<String> traces = new ArrayList<>(List.of("canary", "-7351-", "tweets"));
        for (int before = 0; before < 3; before++) {
            String whole = base64(("x".repeat(before) + CANARY).getBytes(UTF_8));
            for (int start = 4; start + 8 <= whole.length() - 4; start += 4) {
                traces.add(whole.substring(start, start + 8));
            }
        }
        traces.add(HexFormat.of().formatHex("canary".getBytes(UTF_8)));
        return traces;
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void S16_theSecretIsInNoTraceLogReceiptOrException(String name) {
        String mechanism = name.split(" ", -1)[0];
        Credentials credentials =
                name.contains(" ") ? Credentials.of("ann", refresh -> CANARY + refresh) : Credentials.of("ann", CANARY);
        List<String> seen = new CopyOnWriteArrayList<>();
        Handler handler = remembering(seen);
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.setLevel(Level.ALL);
        root.addHandler(handler);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .offer("AUTH " + mechanism)
                        .at(Step.AUTH, CanaryTest::challenge)
                        .at(Step.AUTH_RESPONSE, CanaryTest::repeated)
                        .start();
                Mailer mailer = Mailer.builder()
                        .server(Server.parse("smtp://ann@localhost:" + server.port() + "?auth=" + mechanism)
                                .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()))
                                .withCredentials(credentials))
                        .trace(LoginTest.remembering(seen))
                        .build()) {
            seen.add(mailer + " " + credentials);
            mailer.send(Setting.mail("bob@example.net"));
            seen.add("it was sent");
        } catch (SendException e) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack));
            seen.add(stack + e.receipt().toString());
            assertThat(e.getSuppressed()).as("of the server").isEmpty();
        } finally {
            root.removeHandler(handler);
            root.setLevel(before);
        }
        assertThat(String.join("\n", seen))
                .contains(mechanism.equals("GSSAPI") ? "kinit" : "\nAUTH " + mechanism)
                .doesNotContain("it was sent")
                .doesNotContain(traces());
    }

    private static Handler remembering(List<String> seen) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (!"jdk.event.security".equals(record.getLoggerName())) { // which counts certificates
                    Object[] parameters = record.getParameters();
                    seen.add(record.getMessage() + (parameters == null ? "" : " " + Arrays.toString(parameters)));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
