package dev.paloma.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.Mailer;
import dev.paloma.Outcome;
import dev.paloma.RecordingTransport;
import dev.paloma.SendException;
import dev.paloma.Server;
import dev.paloma.Transport;
import dev.paloma.inbox.CaughtMail;
import dev.paloma.inbox.Inbox;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A test as a user of the library would write it; docs/guide/testing.md shows its pieces. */
// <example leaks>
@ExtendWith(NoLeaks.class)
final class InvoiceMailTest {
    // </example>
    private final Message message = Message.builder()
            .from("ann@example.org")
            .to("bob@example.net")
            .subject("Invoice 42")
            .text("Hello Bob")
            .build();

    // <example received>
    @Test
    void sendsTheInvoice() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            mailer.send(message);

            ReceivedMail mail = server.received().get(0);
            assertThat(mail.sender()).isEqualTo("ann@example.org");
            assertThat(mail.recipientAddresses()).containsExactly("bob@example.net");
            assertThat(mail.text()).contains("Subject: Invoice 42\r\n");
            assertThat(server.violations()).isEmpty();
        }
    }
    // </example>

    // <example refused>
    @Test
    void reportsWhoIsRefused() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no such user"))
                        .start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThatThrownBy(() -> mailer.send(message))
                    .isInstanceOfSatisfying(
                            SendException.class,
                            e -> assertThat(e.isPermanent()).isTrue());
        }
    }
    // </example>

    // <example lost>
    @Test
    void doesNotRetryWhenTheAnswerIsLost() {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().at(Step.CONTENT, Fault.CLOSE).start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThatThrownBy(() -> mailer.send(message)).isInstanceOfSatisfying(SendException.class, e -> {
                assertThat(e.isUnknown()).isTrue();
                assertThat(e.receipt().rows()).allMatch(row -> row.outcome() == Outcome.UNKNOWN);
            });
            assertThat(server.received()).hasSize(1); // it had the mail after all
        }
    }
    // </example>

    // <example recording>
    @Test
    void sendsTheInvoiceByWhateverItIsGiven() {
        try (RecordingTransport transport = new RecordingTransport()) {
            sendInvoice(transport); // what is tested; at work it gets a Mailer

            RecordingTransport.Recorded sent = transport.recorded().get(0);
            assertThat(sent.mail().envelope().recipients()).containsExactly(Mailbox.parse("bob@example.net"));
            assertThat(sent.text()).contains("Subject: Invoice 42\r\n");
        }
    }

    @Test
    void saysThatTheInvoiceHasNotGoneYet() {
        try (RecordingTransport transport = new RecordingTransport(Outcome.DEFERRED)) {
            assertThat(sendInvoice(transport)).isFalse();
        }
    }
    // </example>

    private boolean sendInvoice(Transport transport) {
        try {
            return transport.send(message.envelope(), message).isAccepted();
        } catch (SendException e) {
            return false;
        }
    }

    // <example tls>
    @Test
    void refusesAFalseCertificate(@TempDir Path folder) throws Exception {
        Trust trust = Trust.pem(TestAuthority.pemFile(folder));
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.WRONG_NAME)
                        .start();
                Mailer mailer = Mailer.builder()
                        .server(Server.smtp("localhost", server.port())
                                .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, trust)))
                        .build()) {
            assertThatThrownBy(() -> mailer.send(message))
                    .isInstanceOfSatisfying(
                            SendException.class, e -> assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY));
            assertThat(server.received()).isEmpty();
        }
    }
    // </example>

    // <example inbox>
    @Test
    void findsTheMailInTheInbox(@TempDir Path folder) throws Exception {
        List<CaughtMail> caught = new CopyOnWriteArrayList<>();
        try (Inbox inbox = Inbox.builder()
                        .port(0)
                        .maildir(folder)
                        .onMail(caught::add)
                        .start();
                Mailer mailer = Mailer.to(inbox.url())) {
            mailer.send(message);

            assertThat(caught.get(0).recipients()).containsExactly("bob@example.net");
            try (InputStream content = caught.get(0).content()) {
                assertThat(content).asString(UTF_8).contains("Hello Bob");
            }
        }
    }
    // </example>
}
