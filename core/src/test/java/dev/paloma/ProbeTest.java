package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.message.Mailbox;
import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.Capabilities;
import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import dev.paloma.testkit.DeadPort;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server says of itself, and what a probe never says to it. */
@ExtendWith(NoLeaks.class)
class ProbeTest {
    private static final Mailbox BOB = Mailbox.parse("bob@example.net");

    private static Probe.Builder probe(Server server) {
        return Probe.builder(server)
                .timeouts(Setting.quick()
                        .with(Stage.GREETING, Duration.ofMillis(300))
                        .with(Stage.STARTTLS, Duration.ofMillis(2000)));
    }

    private static Server trusting(FakeSmtpServer server, TlsPolicy.Mode mode) {
        return Server.smtp("localhost", server.port()).withTls(TlsPolicy.of(mode, Setting.trust()));
    }

    private static Server withUser(FakeSmtpServer server, String password) {
        return trusting(server, TlsPolicy.Mode.REQUIRED).withCredentials(Credentials.of("ann", password));
    }

    private static void assertNothingEntrusted(FakeSmtpServer server) {
        assertThat(server.transcript().commands())
                .noneMatch(c -> c.startsWith("AUTH") || c.startsWith("MAIL") || c.startsWith("RCPT"));
    }

    private static Capabilities required(@Nullable Capabilities offered) {
        return Objects.requireNonNull(offered);
    }

    @Test
    void tellsWhatIsOfferedBeforeTlsAndInsideIt() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .user("ann", "secret")
                .extensions("SIZE 1000", "LIMITS RCPTMAX=100 MAILMAX=20 MAILMAX2=x")
                .at(Step.GREETING, Reply.of(220, "mail.test ready"))
                .at(Step.EHLO.nth(1), Reply.of(250, "mail.test", "STARTTLS", "SIZE 5"))
                .at(Step.OTHER.of("HELP"), Reply.of(214, "ask the postmaster", "or don't"))
                .start()) {
            ServerReport report = probe(withUser(server, "secret")).build().check();

            assertThat(report.problems()).isEmpty();
            assertThat(report.server()).isEqualTo("localhost:" + server.port());
            assertThat(report.reached().address()).isNotNull();
            ServerReport.Session session = report.session();
            assertThat(session.greeting()).hasToString("220 mail.test ready");
            assertThat(required(session.inClear()).keywords()).containsExactly("STARTTLS", "SIZE");
            assertThat(required(session.inTls()).keywords())
                    .contains("LIMITS", "AUTH")
                    .doesNotContain("STARTTLS");
            assertThat(session.maximumSize()).hasValue(1000);
            assertThat(session.limit("RCPTMAX")).hasValue(100);
            assertThat(session.limit("MAILMAX")).hasValue(20);
            assertThat(session.limit("MAILMAX2")).isEmpty();
            assertThat(session.limit("RCPTDOMAINMAX")).isEmpty();
            assertThat(session.verified()).isTrue();
            assertThat(report.answers().login().mechanisms()).containsExactly("PLAIN", "LOGIN");
            assertThat(report.answers().login().used()).isEqualTo("PLAIN");
            assertThat(report.answers().help()).hasToString("214 ask the postmaster / or don't");
            assertThat(report.answers().rehearsal()).isNull();
            assertThat(report.reached().times())
                    .containsKeys(Stage.CONNECT, Stage.GREETING, Stage.EHLO, Stage.STARTTLS, Stage.AUTH);
            assertThat(server.transcript().commands()).endsWith("HELP", "QUIT");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void showsTheCertificateAsAPersonWouldAskForIt() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().implicitTls(TestCertificate.GOOD).start()) {
            ServerReport report =
                    probe(trusting(server, TlsPolicy.Mode.IMPLICIT)).build().check();

            assertThat(report.isOk()).isTrue();
            assertThat(report.session().inClear()).isNull();
            SecureWire.Tls tls = Objects.requireNonNull(report.session().tls());
            assertThat(tls.protocol()).isEqualTo("TLSv1.3");
            SecureWire.Tls.Certificate shown = tls.certificates().get(0);
            assertThat(shown.names()).containsExactly("localhost", "mail.test", "127.0.0.1", "0:0:0:0:0:0:0:1");
            byte[] der = TestCertificate.GOOD.certificate().getEncoded();
            assertThat(shown.sha256())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
            assertThat(shown.issuer())
                    .isEqualTo(tls.certificates().get(1).subject())
                    .isNotEqualTo(shown.subject());
            assertThat(shown.notBefore()).isBefore(Instant.now());
            assertThat(shown.daysLeft(shown.notAfter().minus(Duration.ofHours(47))))
                    .isEqualTo(1);
            assertThat(shown.daysLeft(shown.notAfter().plusSeconds(1))).isEqualTo(-1);
        }
    }

    @Test
    void shownDigestIsAPinThatWorks() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.SELF_SIGNED).start()) {
            ServerReport first = probe(Server.parse("smtp://localhost:" + server.port() + "?tls=required"))
                    .build()
                    .check();
            assertThat(first.isOk()).isFalse();
            SecureWire.Tls tls = Objects.requireNonNull(first.session().tls());
            String pin = tls.certificates().get(0).sha256();
            ServerReport second = probe(Server.smtp("localhost", server.port()).withTrust(Trust.pin(pin)))
                    .build()
                    .check();
            assertThat(second.problems()).isEmpty();
            assertThat(second.session().verified()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRONG_NAME", "EXPIRED", "SELF_SIGNED", "CN_ONLY"})
    void certificateThatIsNotTrustedIsShownAndNothingIsEntrustedToIt(TestCertificate certificate) {
        for (TlsPolicy.Mode mode : List.of(TlsPolicy.Mode.REQUIRED, TlsPolicy.Mode.IMPLICIT)) {
            boolean implicit = mode == TlsPolicy.Mode.IMPLICIT;
            try (FakeSmtpServer server = (implicit
                            ? FakeSmtpServer.builder().implicitTls(certificate)
                            : FakeSmtpServer.builder().startTls(certificate))
                    .user("ann", "secret")
                    .start()) {
                // even where the password may go over any line: it is for this server, and this may be another
                Server cleartext = Server.parse((implicit ? "smtps" : "smtp") + "://ann:secret@localhost:"
                        + server.port() + "?tls=required&cleartext-auth=true");
                Server address = cleartext.withTls(TlsPolicy.of(mode, Setting.trust()));
                ServerReport report = probe(address).build().check(BOB);

                assertThat(report.problems()).hasSize(1);
                assertThat(report.problems().get(0).kind()).isEqualTo(SendException.Kind.SECURITY);
                assertThat(report.problems().get(0).stage()).isEqualTo(Stage.STARTTLS);
                ServerReport.Session session = report.session();
                assertThat(session.verified()).isFalse();
                assertThat(Objects.requireNonNull(session.tls()).chain().get(0)).isEqualTo(certificate.certificate());
                assertThat(required(session.inTls()).has("AUTH")).isTrue();
                assertThat(report.answers().login().tried()).isFalse();
                assertThat(report.answers().login().mechanisms()).isEmpty();
                assertThat(report.answers().rehearsal()).isNull();
                assertNothingEntrusted(server);
            }
        }
    }

    @Test
    void certificateThatNobodyAsksForIsShownAsUnchecked() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.SELF_SIGNED)
                .user("ann", "secret")
                .start()) {
            ServerReport report = probe(Server.parse("smtp://localhost:" + server.port() + "?verify=none"))
                    .build()
                    .check();
            assertThat(report.isOk()).isTrue();
            assertThat(report.session().verified()).isFalse();
            assertThat(report.answers().login().mechanisms())
                    .as("neither is safe without a check")
                    .isEmpty();
        }
    }

    @Test
    void missingTlsIsAProblemAndTheOfferIsStillTold() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", "secret").start()) {
            ServerReport report = probe(withUser(server, "secret")).build().check(BOB);
            assertThat(report.problems()).hasSize(1);
            assertThat(report.problems().get(0).message()).contains("STARTTLS");
            assertThat(report.session().tls()).isNull();
            assertThat(report.session().inTls()).isNull();
            assertThat(required(report.session().inClear()).has("AUTH")).isTrue();
            assertNothingEntrusted(server);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET", "TLS_GARBAGE"})
    void brokenHandshakeLeavesTheOfferInClear(Fault fault) {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .user("ann", "secret")
                .at(Step.TLS, fault)
                .start()) {
            ServerReport report = probe(withUser(server, "secret")).build().check(BOB);
            assertThat(report.problems()).hasSize(1);
            assertThat(report.problems().get(0).stage()).isEqualTo(Stage.STARTTLS);
            assertThat(required(report.session().inClear()).has("STARTTLS")).isTrue();
            assertNothingEntrusted(server);
        }
    }

    @Test
    void wrongPasswordIsAProblemAndAllElseIsTold() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .user("ann", "secret")
                .start()) {
            ServerReport report = probe(withUser(server, "wrong-8461")).build().check(BOB);
            assertThat(report.problems()).hasSize(1);
            ServerReport.Problem problem = report.problems().get(0);
            assertThat(problem.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(problem.stage()).isEqualTo(Stage.AUTH);
            assertThat(Objects.requireNonNull(problem.reply()).code()).isEqualTo(535);
            assertThat(report.toString()).doesNotContain("wrong-8461");
            assertThat(report.answers().login().tried()).isTrue();
            assertThat(report.answers().login().used()).isNull();
            assertThat(report.session().inTls()).isNotNull();
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL"));
            assertThat(server.transcript().commands()).endsWith("QUIT");
        }
    }

    @Test
    void goesAsFarAsRcptAndTakesItBack() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("gone@example.net"), Reply.of(550, "5.1.1 no such user"))
                .at(Step.RCPT.of("later@example.net"), Reply.of(450, "4.2.0 greylisted"))
                .start()) {
            Probe probe = probe(Server.smtp("127.0.0.1", server.port()))
                    .sender(Mailbox.parse("ann@example.org"))
                    .build();
            ServerReport taken = probe.check(BOB);
            assertThat(taken.isOk()).isTrue();
            assertThat(taken.answers().rehearsal())
                    .hasToString("Rehearsal[mail=250 2.1.0 sender ok, rcpt=250 2.1.5" + " recipient ok]");
            assertThat(server.transcript().commands())
                    .containsSubsequence("MAIL FROM:<ann@example.org>", "RCPT TO:<bob@example.net>", "RSET", "QUIT");

            ServerReport gone = probe.check(Mailbox.parse("gone@example.net"));
            assertThat(gone.problems())
                    .extracting(ServerReport.Problem::kind)
                    .containsExactly(SendException.Kind.REFUSED);
            assertThat(gone.problems().get(0).message()).contains("gone@example.net", "550 5.1.1 no such user");
            ServerReport later = probe.check(Mailbox.parse("later@example.net"));
            assertThat(later.problems())
                    .extracting(ServerReport.Problem::kind)
                    .containsExactly(SendException.Kind.TEMPORARY);
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("DATA") || c.startsWith("BDAT"));
            assertThat(server.received()).isEmpty();
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void refusedSenderEndsTheRehearsal() {
        try (FakeSmtpServer server = FakeSmtpServer.builder().requireAuth().start()) {
            ServerReport report =
                    probe(Server.smtp("127.0.0.1", server.port())).build().check(BOB);
            assertThat(report.problems().get(0).kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(report.problems().get(0).stage()).isEqualTo(Stage.MAIL);
            assertThat(Objects.requireNonNull(report.answers().rehearsal()).rcpt())
                    .isNull();
            assertThat(server.transcript().commands()).contains("MAIL FROM:<>").noneMatch(c -> c.startsWith("RCPT"));
        }
    }

    @Test
    void addressBeyondAsciiNeedsAServerThatTakesIt() {
        Mailbox post = Mailbox.parse("почта@example.net");
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Probe probe = probe(Server.smtp("127.0.0.1", server.port())).build();
            assertThat(probe.check(post).isOk()).isTrue();
            assertThat(server.transcript().commands()).contains("MAIL FROM:<> SMTPUTF8", "RCPT TO:<почта@example.net>");
            assertThat(server.violations()).isEmpty();
        }
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().withhold("SMTPUTF8").start()) {
            Probe probe = probe(Server.smtp("127.0.0.1", server.port())).build();
            assertThat(probe.check(post).problems().get(0).message()).contains("SMTPUTF8");
            assertThat(probe.verify(post).answer()).isEqualTo(Probe.Answer.CANT_TELL);
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL") || c.startsWith("VRFY"));
        }
    }

    @Test
    void refusedGreetingIsInTheReport() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.GREETING, Reply.of(554, "5.7.1 not you"))
                .start()) {
            ServerReport report =
                    probe(Server.smtp("127.0.0.1", server.port())).build().check(BOB);
            assertThat(report.session().greeting()).hasToString("554 5.7.1 not you");
            assertThat(report.session().capabilities()).isNull();
            assertThat(report.session().maximumSize()).isEmpty();
            assertThat(report.problems()).hasSize(1);
        }
    }

    @Test
    void goesToTheNextAddressWhereNobodyAnswers() throws Exception {
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress nobody = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            ServerReport report = probe(Server.smtp("localhost", server.port()))
                    .resolver(host -> List.of(nobody, here))
                    .build()
                    .check();
            assertThat(report.isOk()).isTrue();
            assertThat(report.reached().address()).isEqualTo(here);
            assertThat(report.reached().tried())
                    .extracting(Receipt.Tried::server)
                    .containsExactly("127.0.0.2");
        }
    }

    @Test
    void silenceClosedPortsAndUnknownNamesAreProblems() throws Exception {
        try (DeadPort refusing = DeadPort.refusing();
                FakeSmtpServer silent =
                        FakeSmtpServer.builder().at(Step.GREETING, Fault.STALL).start()) {
            assertProblem(Server.smtp("127.0.0.1", refusing.port()), SendException.Kind.TEMPORARY, Stage.CONNECT);
            assertProblem(Server.smtp("127.0.0.1", silent.port()), SendException.Kind.TEMPORARY, Stage.GREETING);
            assertProblem(Server.smtp("mail.invalid", 25), SendException.Kind.NO_SUCH_HOST, Stage.RESOLVE);
        }
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.EHLO, Reply.raw("what?\r\n")).start()) {
            assertProblem(Server.smtp("127.0.0.1", server.port()), SendException.Kind.PROTOCOL, Stage.EHLO);
        }
    }

    private static void assertProblem(Server server, SendException.Kind kind, Stage stage) {
        Probe probe = probe(server).build();
        ServerReport.Problem problem = probe.check(BOB).problems().get(0);
        assertThat(problem.kind()).as(problem.message()).isEqualTo(kind);
        assertThat(problem.stage()).isEqualTo(stage);
        assertThat(problem.message()).startsWith(server + ": ");
        Probe.Verification verification = probe.verify(BOB);
        assertThat(verification.answer()).isEqualTo(Probe.Answer.CANT_TELL);
        assertThat(Objects.requireNonNull(verification.problem()).stage()).isEqualTo(stage);
    }

    @Test
    void lineThatBreaksAtHelpIsNoProblem() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.OTHER.of("HELP"), Fault.CLOSE).start()) {
            ServerReport report =
                    probe(Server.smtp("127.0.0.1", server.port())).build().check(BOB);
            assertThat(report.isOk()).isTrue();
            assertThat(report.answers().help()).isNull();
            assertThat(report.answers().rehearsal()).isNotNull();
        }
    }

    @Test
    void boundMechanismsComeFirstOnlyWhereTheyCanBeUsed() {
        for (boolean tls : new boolean[] {true, false}) {
            FakeSmtpServer server = (tls
                            ? FakeSmtpServer.builder().startTls(TestCertificate.GOOD)
                            : FakeSmtpServer.builder())
                    .extensions("AUTH LOGIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS XOAUTH2 NONSENSE")
                    .start();
            try (server) {
                Server address = trusting(server, tls ? TlsPolicy.Mode.REQUIRED : TlsPolicy.Mode.NONE);
                List<String> mechanisms =
                        probe(address).build().check().answers().login().mechanisms();
                assertThat(mechanisms)
                        .isEqualTo(
                                tls
                                        ? List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "LOGIN")
                                        : List.of("SCRAM-SHA-256"));
            }
        }
    }

    @Test
    void onlyAServerWithItsPasswordCanBeAsked() {
        assertThatThrownBy(() -> Probe.of(Server.parse("maildir:/mail")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> Probe.of(Server.parse("smtp://ann@mail.example.org")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no password");
    }
}
