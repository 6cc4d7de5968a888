package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.message.Mailbox;
import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.SmtpConnection.Question;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Questions on one connection, and logging in as a step of its own. */
@ExtendWith(NoLeaks.class)
class InquiryTest {
    private final Watchdog watchdog = new Watchdog();
    private final Thread thread = new Thread(watchdog, "test-watchdog");

    @BeforeEach
    void watch() {
        thread.start();
    }

    @AfterEach
    void endWatching() throws InterruptedException {
        watchdog.close();
        thread.join();
    }

    private SmtpConnection open(FakeSmtpServer server, TlsPolicy tls) throws SmtpException {
        SmtpSettings settings = new SmtpSettings("localhost", "client.test", tls, null, SmtpSettings.Timing.standard());
        return SmtpConnection.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                settings,
                Connector.tcp(),
                watchdog,
                Trace.none());
    }

    private SmtpConnection open(FakeSmtpServer server) throws SmtpException {
        return open(server, TlsPolicy.of(TlsPolicy.Mode.NONE));
    }

    @Test
    void everyQuestionHasItsCommandAndAnyAnswerIsAnAnswer() throws SmtpException {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                SmtpConnection connection = open(server)) {
            assertThat(connection.ask(Question.NOOP, "").code()).isEqualTo(250);
            assertThat(connection.ask(Question.HELP, "MAIL").code()).isEqualTo(502);
            assertThat(connection.ask(Question.EXPN, "staff").code()).isEqualTo(502);
            assertThat(connection.ask(Question.VRFY, "почта@example.net").code())
                    .isEqualTo(252);
            assertThat(connection.isUsable()).isTrue();
            assertThat(server.transcript().commands())
                    .contains("NOOP", "HELP MAIL", "EXPN staff", "VRFY почта@example.net SMTPUTF8");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void S2_questionCantCarryASecondCommand() throws SmtpException {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                SmtpConnection connection = open(server)) {
            for (String bad : List.of("bob\r\nQUIT", "bob\nQUIT", "bob\0")) {
                assertThatThrownBy(() -> connection.ask(Question.VRFY, bad))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("control character");
            }
            assertThat(connection.ask(Question.NOOP, "").code()).isEqualTo(250);
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("VRFY"));
        }
    }

    @Test
    void rehearsalEndsWithTheServersLastWord() throws SmtpException {
        List<Mailbox> two = Mailbox.parseList("bob@example.net, cy@example.net");
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT.of("bob@example.net"), dev.paloma.testkit.Reply.of(421, "4.3.2 closing"))
                        .start();
                SmtpConnection connection = open(server)) {
            assertThat(connection.rehearse(null, two)).extracting(Reply::code).containsExactly(250, 421);
            assertThat(connection.isUsable()).isFalse();
            assertThat(server.transcript().commands()).doesNotContain("RSET", "RCPT TO:<cy@example.net>");
        }
    }

    @Test
    void connectionThatDoesNotTakeRsetIsNotUsedAgain() throws SmtpException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RSET, dev.paloma.testkit.Reply.of(502, "5.5.1 no"))
                        .start();
                SmtpConnection connection = open(server)) {
            assertThat(connection.rehearse(null, Mailbox.parseList("bob@example.net")))
                    .extracting(Reply::code)
                    .containsExactly(250, 250);
            assertThat(connection.isUsable()).isFalse();
        }
    }

    @Test
    void loginAsAStepKnowsItselfWhetherTheServerIsVerified() throws SmtpException {
        SmtpSettings.Login login = new SmtpSettings.Login(Credentials.of("ann", "secret"), List.of(), false);
        Trust trust = Trust.certificates(TestCertificate.GOOD.certificate());
        TlsPolicy checked = TlsPolicy.of(TlsPolicy.Mode.REQUIRED, trust);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .user("ann", "secret")
                .start()) {
            try (SmtpConnection connection = open(server, checked)) {
                assertThat(connection.isVerified()).isTrue();
                assertThat(connection.mechanisms(login)).containsExactly("PLAIN", "LOGIN");
                assertThat(connection.logIn(login)).isEqualTo("PLAIN");
            }
            for (TlsPolicy unchecked : List.of(checked.unverified(), checked.in(TlsPolicy.Mode.NONE))) {
                try (SmtpConnection connection = open(server, unchecked)) {
                    assertThat(connection.isVerified()).isFalse();
                    assertThat(connection.mechanisms(login)).isEmpty();
                    assertThatThrownBy(() -> connection.logIn(login))
                            .isInstanceOfSatisfying(
                                    SmtpException.class,
                                    e -> assertThat(e.kind()).isEqualTo(SmtpException.Kind.NO_MECHANISM));
                    assertThat(connection.ask(Question.NOOP, "").code()).isEqualTo(250);
                }
            }
        }
    }
}
