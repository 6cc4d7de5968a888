package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Mail;
import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trace;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in (F35–F39; S15, S16). */
@ExtendWith(NoLeaks.class)
class LoginTest {
    private static FakeSmtpServerBuilder server() {
        return FakeSmtpServer.builder().startTls(TestCertificate.GOOD).user("ann", "secret");
    }

    private static Server address(FakeSmtpServer server, TlsPolicy.Mode mode) {
        return Server.smtp("localhost", server.port())
                .withTls(TlsPolicy.of(mode, Setting.trust()))
                .withCredentials(Setting.ann());
    }

    private static SendException failure(FakeSmtpServer server, Server address) {
        try (Mailer mailer = Mailer.builder().server(address).build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e)
                    .as("a failure; the session was\n%s", server.transcript())
                    .isNotNull();
            assertThat(server.received()).isEmpty();
            assertThat(e.stage()).isEqualTo(Stage.AUTH);
            return e;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void logsInWithEachMechanism(String mechanism) {
        try (FakeSmtpServer server = server().requireAuth().start()) {
            Server url = Server.parse("smtp://ann:secret@localhost:" + server.port() + "?auth=" + mechanism)
                    .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()));
            try (Mailer mailer = Mailer.builder().server(url).build()) {
                assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                        .isTrue();
            }
            assertThat(server.transcript().commands()).anyMatch(c -> c.startsWith("AUTH " + mechanism));
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void sendsALongPasswordInALineOfItsOwn() {
        String password = "x".repeat(2000);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .user("ann", password)
                        .start();
                Mailer mailer = Mailer.builder()
                        .server(address(server, TlsPolicy.Mode.REQUIRED)
                                .withCredentials(Credentials.of("ann", password)))
                        .build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
            assertThat(server.transcript().commands()).contains("AUTH PLAIN");
        }
    }

    @Test
    void T12_F36_wrongPasswordIsSaidOnceAndNoOtherServerIsAsked() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .user("ann", "other")
                        .start();
                FakeSmtpServer second = server().start();
                Mailer mailer = Mailer.builder()
                        .server(address(server, TlsPolicy.Mode.REQUIRED))
                        .server(address(second, TlsPolicy.Mode.REQUIRED))
                        .build()) {
            SendException e = catchThrowableOfType(
                    SendException.class, () -> mailer.send(Setting.mail("bob@example.net", "eve@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(e).hasMessageContaining("535").hasMessageContaining("check user name and password");
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(2);
            assertThat(second.connections()).isZero();
            assertThat(server.transcript().commands().stream().filter(c -> c.startsWith("AUTH")))
                    .hasSize(1);
            assertThat(server.transcript().commands()).last().isEqualTo("QUIT");
        }
    }

    @Test
    void F36_aBatchDoesNotShowAWrongPasswordForEachOfItsMails() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .user("ann", "other")
                        .start();
                Mailer mailer = Mailer.builder()
                        .server(address(server, TlsPolicy.Mode.REQUIRED))
                        .connections(1)
                        .build()) {
            List<SendException.Kind> kinds = new ArrayList<>();
            mailer.sendAll(
                    Collections.nCopies(20, Mail.of(Setting.mail("bob@example.net")))
                            .iterator(),
                    sent -> kinds.add(Objects.requireNonNull(sent.failure()).kind()));
            assertThat(kinds).hasSize(20).containsOnly(SendException.Kind.SECURITY);
            assertThat(server.transcript().commands().stream().filter(c -> c.startsWith("AUTH")))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"504,5.5.4 Not that one", "534,5.7.9 Too weak"})
    void T12_F36_refusedMechanismIsFollowedByTheNext(int code, String text) {
        try (FakeSmtpServer server =
                        server().at(Step.AUTH.of("PLAIN"), Reply.of(code, text)).start();
                Mailer mailer = Mailer.builder()
                        .server(address(server, TlsPolicy.Mode.REQUIRED))
                        .build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
            assertThat(server.transcript().commands()).contains("AUTH LOGIN");
        }
    }

    @ParameterizedTest
    @CsvSource({"454,4.7.0 Try later", "432,4.7.12 Transition"})
    void F37_failsForNow(int code, String text) {
        try (FakeSmtpServer server =
                server().at(Step.AUTH, Reply.of(code, text)).start()) {
            SendException e = failure(server, address(server, TlsPolicy.Mode.REQUIRED));
            assertThat(e.isTransient()).isTrue();
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
        }
    }

    @Test
    void F38_mailRefusedUntilOneLogsInSpeaksOfTheSettings() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.MAIL, Reply.of(530, "5.7.0 Authentication required"))
                        .start();
                Mailer mailer = Mailer.to("smtp://127.0.0.1:" + server.port())) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(e).hasMessageContaining("log in");
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
        }
    }

    @Test
    void F39_nonsenseInAChallengeIsGivenUpWithAnAsterisk() {
        try (FakeSmtpServer server = server().at(Step.AUTH.of("LOGIN"), Reply.of(334, "!!not base64!!"))
                .start()) {
            Server url = Server.parse("smtp://ann:secret@localhost:" + server.port() + "?auth=LOGIN")
                    .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()));
            SendException e = failure(server, url);
            assertThat(e).hasMessageContaining("base64");
            assertThat(server.transcript().commands()).contains("*");
        }
    }

    @Test
    void S15_noPasswordWithoutVerifiedTls() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", "secret").start()) {
            SendException e = failure(server, Server.parse("smtp://ann:secret@127.0.0.1:" + server.port()));
            assertThat(e).hasMessageContaining("cleartext-auth");
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("AUTH"));
            Server told = Server.parse("smtp://ann:secret@127.0.0.1:" + server.port() + "?cleartext-auth=true");
            try (Mailer mailer = Mailer.builder().server(told).build()) {
                assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                        .isTrue();
            }
        }
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .implicitTls(TestCertificate.SELF_SIGNED)
                .user("ann", "secret")
                .start()) {
            Server unverified = Server.parse("smtps://ann:secret@127.0.0.1:" + server.port() + "?verify=none");
            failure(server, unverified);
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("AUTH"));
        }
    }

    @Test
    void T12_loginAskedForButNotOfferedIsNeverSkipped() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start()) {
            SendException e = failure(server, address(server, TlsPolicy.Mode.REQUIRED));
            assertThat(e).hasMessageContaining("no AUTH");
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL"));
        }
    }

    static Trace remembering(List<String> seen) {
        return new Trace() {
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
    }

    /** S16: a password that anybody would recognise, in all the shapes it takes on its way. */
    @Test
    void S16_theSecretAppearsNowhere() {
        String canary = "canary-7351-\u00fc";
        List<String> seen = new CopyOnWriteArrayList<>();
        Trace trace = remembering(seen);
        for (String mechanism : List.of("PLAIN", "LOGIN")) {
            for (String right : List.of(canary, "other")) {
                try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .user("ann", right)
                        .start()) {
                    Server url = Server.parse("smtp://ann@localhost:" + server.port() + "?auth=" + mechanism)
                            .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()))
                            .withPassword(canary);
                    seen.add(url.toString());
                    try (Mailer mailer =
                            Mailer.builder().server(url).trace(trace).build()) {
                        seen.add(mailer.toString());
                        seen.add(mailer.send(Setting.mail("bob@example.net")).toString());
                    } catch (SendException e) {
                        StringWriter stack = new StringWriter();
                        e.printStackTrace(new PrintWriter(stack));
                        seen.add(stack + e.receipt().toString());
                    }
                }
            }
        }
        String all = String.join("\n", seen);
        assertThat(all).contains("AUTH PLAIN", "AUTH LOGIN", "535");
        byte[] octets = canary.getBytes(StandardCharsets.UTF_8);
        byte[] plain = ("\0ann\0" + canary).getBytes(StandardCharsets.UTF_8);
        assertThat(all)
                .doesNotContain("canary", "-7351")
                .doesNotContain(Base64.getEncoder().encodeToString(octets))
                .doesNotContain(Base64.getEncoder().encodeToString(plain))
                .doesNotContain(Base64.getEncoder().encodeToString(octets).substring(2, 14));
    }

    @Test
    void refusalOfEveryMechanismKeepsTheServersWords() {
        try (FakeSmtpServer server = server().at(Step.AUTH, Reply.of(534, "5.7.9 Use an app password"))
                .start()) {
            SendException e = failure(server, address(server, TlsPolicy.Mode.REQUIRED));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(e).hasMessageContaining("534 5.7.9 Use an app password");
            assertThat(e.reply()).isNotNull();
        }
    }

    private record Answers(Step step, Reply reply) {}

    /** Servers that don't know a command like to repeat it, whole or cut off. */
    @Test
    void S16_whatAServerRepeatsIsHidden() {
        String canary = "canary-7351";
        String plain = Base64.getEncoder().encodeToString(("\0ann\0" + canary).getBytes(StandardCharsets.UTF_8));
        String login = Base64.getEncoder().encodeToString(canary.getBytes(StandardCharsets.UTF_8));
        List<Answers> scripts = List.of(
                new Answers(Step.AUTH, Reply.of(500, "5.5.1 unknown: AUTH PLAIN " + plain)),
                new Answers(Step.AUTH, Reply.of(535, "no [" + plain.substring(0, 20) + "] for " + canary)),
                new Answers(Step.AUTH, Reply.raw("what? " + plain + "\r\n")),
                new Answers(Step.AUTH_RESPONSE.nth(2), Reply.of(535, "ann: " + login)));
        for (Answers script : scripts) {
            List<String> seen = new CopyOnWriteArrayList<>();
            try (FakeSmtpServer server = FakeSmtpServer.builder()
                            .user("ann", "other")
                            .at(script.step(), script.reply())
                            .start();
                    Mailer mailer = Mailer.builder()
                            .server(Server.parse("smtp://ann:" + canary + "@127.0.0.1:" + server.port()
                                    + "?cleartext-auth=true&auth=" + (scripts.indexOf(script) < 3 ? "PLAIN" : "LOGIN")))
                            .trace(remembering(seen))
                            .build()) {
                SendException e =
                        catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
                StringWriter stack = new StringWriter();
                e.printStackTrace(new PrintWriter(stack));
                seen.add(stack + e.receipt().toString());
            }
            assertThat(String.join("\n", seen))
                    .contains("(secret)")
                    .doesNotContain("canary", plain.substring(8, 18), login.substring(4, 12));
        }
    }
}
