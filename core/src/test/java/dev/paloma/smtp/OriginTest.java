package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.MessageException;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class OriginTest {
    private static final Map<String, String> CLIENT = Map.of("addr", "192.0.2.7");

    private interface Talk {
        void with(SmtpConnection connection) throws Exception;
    }

    private static void talk(FakeSmtpServer server, Talk talk) throws Exception {
        SmtpSettings settings = new SmtpSettings(
                "localhost",
                "me.example",
                TlsPolicy.of(TlsPolicy.Mode.NONE),
                null,
                new SmtpSettings.Timing(Timeouts.interactive(), Limits.standard()));
        Watchdog watchdog = new Watchdog();
        Thread thread = new Thread(watchdog, "deadlines");
        thread.start();
        try (SmtpConnection connection = SmtpConnection.open(
                new InetSocketAddress(server.host(), server.port()),
                settings,
                Connector.tcp(),
                watchdog,
                Trace.none())) {
            talk.with(connection);
        } finally {
            watchdog.close();
            thread.join();
        }
    }

    private static FakeSmtpServerBuilder trusting() {
        return FakeSmtpServer.builder()
                .offer("XCLIENT NAME ADDR LOGIN", "XFORWARD NAME ADDR PROTO")
                .at(Step.OTHER.of("XCLIENT"), Reply.of(220, "mail.test ESMTP for another"))
                .at(Step.OTHER.of("XFORWARD"), Reply.of(250, "2.0.0 noted"));
    }

    @Test
    void speaksForAnotherClientAndStartsAnew() throws Exception {
        try (FakeSmtpServer server = trusting()
                .at(Step.EHLO.nth(2), Reply.of(250, "mail.test", "SIZE 7"))
                .start()) {
            talk(server, connection -> {
                connection.xclient(CLIENT, "other.example");
                assertThat(connection.capabilities().keywords()).containsExactly("SIZE");
            });
            assertThat(server.transcript().commands())
                    .containsExactly("EHLO me.example", "XCLIENT ADDR=192.0.2.7", "EHLO other.example");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void namesTheClientBehindAMail() throws Exception {
        try (FakeSmtpServer server = trusting().start()) {
            talk(server, connection -> connection.xforward(Map.of("NAME", "a b+c=d")));
            assertThat(server.transcript().commands()).contains("XFORWARD NAME=a+20b+2Bc+3Dd");
        }
    }

    @Test
    void saysNothingThatIsNotOfferedOrCouldBeginACommand() throws Exception {
        try (FakeSmtpServer server = trusting().start()) {
            talk(server, connection -> {
                SmtpException port = catchThrowableOfType(
                        SmtpException.class, () -> connection.xclient(Map.of("PORT", "1"), "me.example"));
                assertThat(port.kind()).isEqualTo(SmtpException.Kind.MISSING);
                assertThat(port).hasMessageContaining("XCLIENT with PORT");
                for (String bad : List.of("\r\nQUIT", "\n", "\0", "č")) {
                    assertThatThrownBy(() -> connection.xforward(Map.of("NAME", "x" + bad)))
                            .isInstanceOf(MessageException.class);
                    assertThatThrownBy(() -> connection.xforward(Map.of("NAME" + bad, "x")))
                            .isInstanceOf(SmtpException.class);
                }
            });
            assertThat(server.transcript().commands()).containsExactly("EHLO me.example");
        }
    }

    @Test
    void passesOnARefusal() throws Exception {
        try (FakeSmtpServer server = trusting()
                .at(Step.OTHER.of("XCLIENT"), Reply.of(550, "5.7.0 not you"))
                .at(Step.OTHER.of("XFORWARD"), Reply.of(354, "what?"))
                .start()) {
            talk(server, connection -> {
                SmtpException refused =
                        catchThrowableOfType(SmtpException.class, () -> connection.xclient(CLIENT, "me.example"));
                assertThat(refused.kind()).isEqualTo(SmtpException.Kind.REPLY);
                assertThat(refused).hasMessageContaining("550 5.7.0 not you");
                SmtpException odd = catchThrowableOfType(SmtpException.class, () -> connection.xforward(CLIENT));
                assertThat(odd.kind()).isEqualTo(SmtpException.Kind.PROTOCOL);
            });
        }
    }
}
