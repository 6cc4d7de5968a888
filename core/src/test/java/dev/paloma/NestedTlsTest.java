package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Message;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** TLS from the start and STARTTLS within it, for those who ask for both (A2). */
@ExtendWith(NoLeaks.class)
class NestedTlsTest {
    private static Server inside(FakeSmtpServer server) {
        return Server.parse("smtps://user:secret@localhost:" + server.port() + "?starttls=inside")
                .withTls(TlsPolicy.of(TlsPolicy.Mode.NESTED, Setting.trust()));
    }

    private static Mailer mailer(FakeSmtpServer server) {
        return Mailer.builder().server(inside(server)).connections(1).build();
    }

    @Test
    void A2_tlsFirstAndStarttlsWithinItOnceMore() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTlsInside(TestCertificate.GOOD)
                        .user("user", "secret")
                        .start();
                Mailer mailer = mailer(server)) {
            Receipt receipt = mailer.send(Setting.mail("bob@example.net"));
            mailer.send(large());
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(receipt.session().tls()).isNotNull();
            assertThat(server.transcript().commands().stream().filter(c -> c.equals("STARTTLS")))
                    .hasSize(1);
            assertThat(server.transcript().commands()).anyMatch(c -> c.startsWith("AUTH PLAIN"));
            assertThat(server.received()).hasSize(2);
            assertThat(server.received().get(1).text()).contains("the last line");
        }
    }

    private static Message large() {
        return Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .text("A line that is repeated until several records are full.\n".repeat(5000) + "the last line\n")
                .build();
    }

    @Test
    void A2_notOfferedWithinIsAnErrorAndNothingIsSent() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .implicitTls(TestCertificate.GOOD)
                        .start();
                Mailer mailer = mailer(server)) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e).hasMessageContaining("starttls=inside").hasMessageContaining("doesn't offer it");
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void A2_refusedWithinIsAnErrorAndNothingIsSent() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTlsInside(TestCertificate.GOOD)
                        .at(Step.STARTTLS, Reply.of(454, "4.7.0 not now"))
                        .start();
                Mailer mailer = mailer(server)) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.stage()).isEqualTo(Stage.STARTTLS);
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL"));
        }
    }

    @Test
    void A2_aFalseCertificateWithinIsSeen() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTlsInside(TestCertificate.EXPIRED)
                        .start();
                Mailer mailer = mailer(server)) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
        }
    }

    @Test
    void A2_theOptionBelongsToSmtpsAndKnowsOneWord() {
        assertThatThrownBy(() -> Server.parse("smtp://mail.example.org?starttls=inside"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("smtps://");
        assertThatThrownBy(() -> Server.parse("smtps://mail.example.org?starttls=yes"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Server.parse("smtp://mail.example.org?tls=nested"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("required");
    }
}
