package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final String PASSWORD = "geh3im\u00DFes";

    private final Secrets secrets = new Secrets();

    private String shown(byte[] reply) {
        byte[] response = ("\0ann\0" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        secrets.add(Base64.getEncoder().encodeToString(response), "ann");
        return secrets.hideIn(Printable.of(reply, 0, reply.length));
    }

    @Test
    void hidesAPasswordBeyondAscii() {
        assertThat(shown(("what is " + PASSWORD + "?").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("what is (secret)?");
    }

    /** Then every octet beyond ASCII is shown by its number, those of the password too. */
    @Test
    void hidesItBesideOctetsThatArentUtf8() {
        byte[] reply = ("what is " + PASSWORD + "?!").getBytes(StandardCharsets.UTF_8);
        reply[reply.length - 1] = (byte) 0xE4;
        assertThat(shown(reply)).isEqualTo("what is (secret)?\\xe4");
    }

    /** As some servers repeat a command that they don't know: in capitals, or cut off at the front. */
    @Test
    void hidesAnyPieceOfAResponseInAnyCase() {
        String response = base64("\0ann\0correct horse battery");
        secrets.add(response, "ann");
        for (int from = 0; from + 8 <= response.length(); from++) {
            for (int to = from + 8; to <= response.length(); to++) {
                String piece = response.substring(from, to);
                assertThat(secrets.hideIn("what is " + piece + "?")).isEqualTo("what is (secret)?");
                assertThat(secrets.hideIn("what is [" + piece.toUpperCase(Locale.ROOT) + "]?"))
                        .isEqualTo("what is [(secret)]?");
            }
        }
        assertThat(secrets.hideIn("what is CORRECT HORSE BATTERY?")).isEqualTo("what is (secret)?");
    }

    @Test
    void hidesAnyPieceOfAnAccessToken() {
        String token = "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg";
        secrets.add(base64("user=ann\1auth=Bearer " + token + "\1\1"), "ann");
        assertThat(secrets.hideIn("expired: ..." + token.substring(10, 25))).isEqualTo("expired: (secret)");
    }

    @Test
    void leavesWhatServersUsuallySayAsItIs() {
        secrets.add(base64("\0ann\0correct horse battery"), "ann");
        for (String usual : List.of(
                "2.7.0 Authentication successful",
                "5.7.8 Error: authentication failed: UGFzc3dvcmQ6",
                "2.0.0 Ok: queued as 4Xy7wq1zcNz9sWK",
                "5.1.1 <ann.horse@example.net>: Recipient address rejected: User unknown in virtual mailbox table")) {
            assertThat(secrets.hideIn(usual)).isEqualTo(usual);
        }
    }

    /** On a connection where one login after the other is tried. */
    @Test
    void keepsTheLastOfAnyNumberOfResponses() {
        String last = "";
        for (int i = 0; i < 200; i++) {
            last = base64("\0ann\0" + i + "x".repeat(6000));
            secrets.add(last, "ann");
        }
        assertThat(secrets.hideIn(last)).isEqualTo("(secret)");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
