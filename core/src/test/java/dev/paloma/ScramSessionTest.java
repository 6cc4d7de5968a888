package dev.paloma;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trace;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Segmentation;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SCRAM over a whole session, against a server side that shares nothing with ours (F40; S14). */
@ExtendWith(NoLeaks.class)
class ScramSessionTest {
    /** tls-exporter is one more, where the JDK has it. */
    private static final int BINDINGS = Runtime.version().feature() >= 25 ? 2 : 1;

    private static final String PASSWORD = "p\u00e4ssw\u00f6rd \ud83d\udd4a";

    private static FakeSmtpServerBuilder tls() {
        return FakeSmtpServer.builder().startTls(TestCertificate.GOOD).requireAuth();
    }

    private static Server address(FakeSmtpServer server, String query) {
        return Server.parse("smtp://ann@localhost:" + server.port() + query)
                .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()))
                .withCredentials(Credentials.of("ann", PASSWORD));
    }

    private static void assertSends(FakeSmtpServer server, Server address) {
        try (Mailer mailer =
                Mailer.builder().server(address).timeouts(Setting.quick()).build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
        }
        assertThat(server.violations()).isEmpty();
    }

    private static SendException failure(FakeSmtpServer server, Server address) {
        try (Mailer mailer =
                Mailer.builder().server(address).timeouts(Setting.quick()).build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e)
                    .as("a failure; the session was\n%s", server.transcript())
                    .isNotNull();
            assertThat(e.stage()).isEqualTo(Stage.AUTH);
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL"));
            assertThat(server.violations()).isEmpty();
            return e;
        }
    }

    private static List<String> auths(FakeSmtpServer server) {
        return server.transcript().commands().stream()
                .filter(c -> c.startsWith("AUTH"))
                .map(c -> c.split(" ", -1)[1])
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCRAM-SHA-1",
                "SCRAM-SHA-256",
                "SCRAM-SHA-512",
                "SCRAM-SHA-1-PLUS",
                "SCRAM-SHA-256-PLUS",
                "SCRAM-SHA-512-PLUS"
            })
    void T12_logsInWithEveryFormOfScram(String mechanism) {
        ScramServer scram = new ScramServer(mechanism, PASSWORD);
        try (FakeSmtpServer server = scram.in(tls()).start()) {
            assertSends(server, address(server, ""));
            assertThat(scram.gs2).isEqualTo(mechanism.endsWith("-PLUS") ? "p=tls-server-end-point,," : "y,,");
        }
    }

    @ParameterizedTest
    @EnumSource(Setting.Tls.class)
    void logsInEvenWithoutTls(Setting.Tls tls) {
        Setting setting = new Setting(tls, Segmentation.BY_BYTE);
        ScramServer scram = new ScramServer("SCRAM-SHA-256", "secret");
        try (FakeSmtpServer server = scram.in(setting.server().requireAuth()).start()) {
            assertSends(server, setting.address(server).withCredentials(Setting.ann()));
            assertThat(scram.gs2).isEqualTo(tls == Setting.Tls.CLEAR ? "n,," : "y,,");
        }
    }

    @Test
    void strongestOfThoseOfferedIsTaken() {
        ScramServer scram = new ScramServer("SCRAM-SHA-256", PASSWORD);
        try (FakeSmtpServer server = scram.in(tls().user("ann", PASSWORD))
                .offer("AUTH SCRAM-SHA-1 DIGEST-MD5 SCRAM-SHA-256 CRAM-MD5")
                .start()) {
            assertSends(server, address(server, ""));
            assertThat(auths(server)).containsExactly("SCRAM-SHA-256");
        }
    }

    @Test
    void proofBehindTheSuccessIsTaken() {
        ScramServer scram = new ScramServer("SCRAM-SHA-256", PASSWORD);
        for (String enhanced : List.of("", "2.7.0 ")) {
            try (FakeSmtpServer server = scram.in(tls())
                    .at(Step.AUTH_RESPONSE, request -> {
                        String proof = Base64.getEncoder()
                                .encodeToString(scram.last(request).getBytes(UTF_8));
                        return Reply.of(235, enhanced + proof);
                    })
                    .start()) {
                assertSends(server, address(server, ""));
            }
        }
    }

    @Test
    void wrongPasswordEndsIt() {
        ScramServer scram = new ScramServer("SCRAM-SHA-256", "another");
        try (FakeSmtpServer server = scram.in(tls().user("ann", PASSWORD))
                .offer("AUTH SCRAM-SHA-256 SCRAM-SHA-1")
                .start()) {
            SendException e = failure(server, address(server, ""));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(e).hasMessageContaining("check user name and password");
            assertThat(auths(server)).containsExactly("SCRAM-SHA-256");
        }
    }

    @Test
    void T12_F40_wrongProofIsCancelledAndNothingIsSent() {
        ScramServer scram = new ScramServer("SCRAM-SHA-256", PASSWORD);
        scram.wrongProof = true;
        try (FakeSmtpServer server = scram.in(tls()).start()) {
            SendException e = failure(server, address(server, ""));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(e).hasMessageContaining("proof").hasMessageContaining("it may be another");
            assertThat(server.transcript().commands()).endsWith("*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.7.0 Welcome", "2.7.0", "", "OK", "2.7.0 dj1BQUFB", "dj1BQUFB"})
    void F40_successWithoutProofIsAFailure(String text) {
        ScramServer scram = new ScramServer("SCRAM-SHA-256", PASSWORD);
        for (Step step : List.of(Step.AUTH, Step.AUTH_RESPONSE)) {
            try (FakeSmtpServer server =
                    scram.in(tls()).at(step, Reply.of(235, text)).start()) {
                SendException e = failure(server, address(server, ""));
                assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
                assertThat(e).hasMessageContaining("it may be another");
            }
        }
    }

    @Test
    void F40_impostorIsNotFollowedByTheNextServer() {
        ScramServer scram = new ScramServer("SCRAM-SHA-256", PASSWORD);
        scram.wrongProof = true;
        try (FakeSmtpServer server = scram.in(tls()).start();
                FakeSmtpServer second = tls().start();
                Mailer mailer = Mailer.builder()
                        .server(address(server, ""))
                        .server(address(second, ""))
                        .build()) {
            assertThat(catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net"))))
                    .isNotNull();
            assertThat(second.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "4095", "1000001", "2147483647"})
    void S14_iterationsOutOfBoundsAreCancelledBeforeAnyProof(String iterations) {
        ScramServer scram = new ScramServer("SCRAM-SHA-256", PASSWORD);
        scram.iterations = iterations;
        try (FakeSmtpServer server = scram.in(tls()).start()) {
            assertThat(failure(server, address(server, ""))).hasMessageContaining("iterations");
            assertThat(server.transcript().commands()).endsWith("*");
        }
    }

    @Test
    void S14_wrongNonceIsCancelled() {
        ScramServer scram = new ScramServer("SCRAM-SHA-256", PASSWORD);
        scram.ownNonce = true;
        try (FakeSmtpServer server = scram.in(tls()).start()) {
            SendException e = failure(server, address(server, ""));
            assertThat(e).hasMessageContaining("nonce");
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(server.transcript().commands()).endsWith("*");
        }
    }

    @Test
    void somebodyBetweenTwoChannelsIsNoticed() {
        ScramServer scram = new ScramServer("SCRAM-SHA-256-PLUS", PASSWORD);
        scram.seesAnotherCertificate = true;
        try (FakeSmtpServer server = scram.in(tls()).start()) {
            assertThat(failure(server, address(server, "?auth=SCRAM-SHA-256-PLUS")))
                    .hasMessageContaining("535");
        }
    }

    @Test
    void serverWhoseBindingWasHiddenFromUsIsTold() {
        ScramServer scram = new ScramServer("SCRAM-SHA-256", PASSWORD);
        scram.hidesItsBinding = true;
        try (FakeSmtpServer server = scram.in(tls()).start()) {
            assertThat(failure(server, address(server, ""))).hasMessageContaining("535");
        }
    }

    /** A kind of binding that was refused isn't tried again with another hash; none is left for the last of these. */
    @Test
    void refusedBindingIsNotTriedWithEveryHash() {
        try (FakeSmtpServer server = tls().user("ann", PASSWORD)
                .offer("AUTH SCRAM-SHA-512-PLUS SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS PLAIN")
                .at(
                        Step.AUTH,
                        request -> request.line().contains("PLAIN")
                                ? request.usual()
                                : Reply.of(535, "5.7.8 unsupported channel binding"))
                .start()) {
            assertSends(server, address(server, ""));
            assertThat(auths(server)).hasSize(BINDINGS + 1).endsWith("PLAIN");
        }
    }

    /** Servers that bind with another kind of binding refuse ours at once, with whatever code they have. */
    @ParameterizedTest
    @ValueSource(ints = {504, 534, 535, 501})
    void bindingThatTheServerDoesNotKnowLeadsToTheFormWithout(int code) {
        ScramServer scram = new ScramServer("SCRAM-SHA-256", PASSWORD);
        try (FakeSmtpServer server = scram.in(tls())
                .offer("AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256")
                .at(Step.AUTH.of("SCRAM-SHA-256-PLUS"), Reply.of(code, "unsupported channel binding"))
                .start()) {
            assertSends(server, address(server, ""));
            boolean each = code != 504 && code != 534; // which would speak of the mechanism
            List<String> bound = Collections.nCopies(each ? BINDINGS : 1, "SCRAM-SHA-256-PLUS");
            assertThat(auths(server)).startsWith(bound.toArray(String[]::new)).endsWith("SCRAM-SHA-256");
            assertThat(auths(server)).hasSize(bound.size() + 1);
            assertThat(scram.gs2).isEqualTo("n,,");
        }
    }

    @Test
    void boundFormIsNotTriedWithoutTls() {
        Setting clear = new Setting(Setting.Tls.CLEAR, Segmentation.WHOLE);
        ScramServer scram = new ScramServer("SCRAM-SHA-256-PLUS", PASSWORD);
        try (FakeSmtpServer server = scram.in(clear.server()).start()) {
            assertThat(failure(server, clear.address(server).withCredentials(Setting.ann())))
                    .hasMessageContaining("needs TLS");
            assertThat(auths(server)).isEmpty();
        }
    }

    @Test
    void passwordThatScramCannotTakeGoesAnotherWay() {
        String bell = "bell\u0007";
        ScramServer scram = new ScramServer("SCRAM-SHA-256", bell);
        try (FakeSmtpServer server = scram.in(tls().user("ann", bell)).start()) {
            assertSends(server, address(server, "").withCredentials(Credentials.of("ann", bell)));
            assertThat(auths(server)).containsExactly("PLAIN");
        }
    }

    @Test
    void S16_theSecretAppearsNowhere() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Trace trace = new Trace() {
            @Override
            public void sent(String command) {
                seen.add(command);
            }

            @Override
            public void received(String line) {
                seen.add(line);
            }

            @Override
            public void note(String what) {
                seen.add(what);
            }
        };
        for (boolean wrong : new boolean[] {false, true}) {
            ScramServer scram = new ScramServer("SCRAM-SHA-256", "canary-7351");
            scram.wrongProof = wrong;
            try (FakeSmtpServer server = scram.in(tls()).start();
                    Mailer mailer = Mailer.builder()
                            .server(address(server, "").withPassword("canary-7351"))
                            .trace(trace)
                            .build()) {
                seen.add(mailer.send(Setting.mail("bob@example.net")).toString());
            } catch (SendException e) {
                StringWriter stack = new StringWriter();
                e.printStackTrace(new PrintWriter(stack));
                seen.add(stack + e.receipt().toString());
            }
        }
        assertThat(String.join("\n", seen))
                .contains("AUTH SCRAM-SHA-256 (secret)", "it may be another")
                .doesNotContain("canary", "-7351", "Y2FuYXJ5", ",p=");
    }
}
