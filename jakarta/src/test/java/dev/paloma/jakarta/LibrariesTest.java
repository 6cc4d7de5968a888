package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.ANN;
import static dev.paloma.jakarta.Sessions.BOB;
import static dev.paloma.jakarta.Sessions.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import org.apache.commons.mail2.core.EmailException;
import org.apache.commons.mail2.jakarta.SimpleEmail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Libraries on top of Jakarta Mail, which know nothing of us. */
@ExtendWith(NoLeaks.class)
class LibrariesTest {
    @Test
    void springsSenderKeepsTheConnectionForSeveralMails() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", "secret").requireAuth().start()) {
            JavaMailSenderImpl sender = spring(server);
            sender.setUsername("ann");
            sender.setPassword("secret");
            sender.send(simple(BOB), simple(CAROL));

            assertThat(server.received()).hasSize(2).allMatch(mail -> "ann".equals(mail.user()));
            assertOurs(server);
        }
    }

    @Test
    void springsSenderReportsTheOneThatFailed() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of(BOB), Reply.of(550, "5.1.1 who?"))
                .start()) {
            JavaMailSenderImpl sender = spring(server);
            assertThatExceptionOfType(MailSendException.class)
                    .isThrownBy(() -> sender.send(simple(BOB), simple(CAROL)))
                    .satisfies(e -> assertThat(e.getFailedMessages()).hasSize(1));
            assertThat(server.received()).hasSize(1);
        }
    }

    private static JavaMailSenderImpl spring(FakeSmtpServer server) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(server.host());
        sender.setPort(server.port());
        return sender;
    }

    private static SimpleMailMessage simple(String to) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(ANN);
        message.setTo(to);
        message.setSubject("Hello");
        message.setText("Größe");
        return message;
    }

    @Test
    @SuppressWarnings("try") // its close() declares InterruptedException
    void simpleJavaMailSends() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = MailerBuilder.withSMTPServer(server.host(), server.port())
                        .withTransportStrategy(TransportStrategy.SMTP)
                        .buildMailer()) {
            mailer.sendMail(EmailBuilder.startingBlank()
                            .from(ANN)
                            .to(BOB)
                            .bcc(CAROL)
                            .withSubject("Hello")
                            .withPlainText("Hello")
                            .withHTMLText("<p>Hello")
                            .buildEmail())
                    .join();

            ReceivedMail mail = server.received().get(0);
            assertThat(mail.recipientAddresses()).containsExactlyInAnyOrder(BOB, CAROL);
            assertThat(mail.text()).contains("multipart/alternative");
            assertOurs(server);
        }
    }

    @Test
    void commonsEmailSends() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", "secret").start()) {
            commons(server, "secret").send();

            assertThat(server.received().get(0).user()).isEqualTo("ann");
            assertOurs(server);
            assertThatExceptionOfType(EmailException.class)
                    .isThrownBy(() -> commons(server, "wrong").send())
                    .withCauseInstanceOf(jakarta.mail.AuthenticationFailedException.class);
        }
    }

    private static SimpleEmail commons(FakeSmtpServer server, String password) throws EmailException {
        SimpleEmail email = new SimpleEmail();
        email.setHostName(server.host());
        email.setSmtpPort(server.port());
        email.setAuthentication("ann", password);
        email.setFrom(ANN);
        email.addTo(BOB);
        email.setSubject("Hello");
        email.setMsg("Hello");
        return email;
    }

    /** Angus Mail's transport doesn't say SIZE. */
    private static void assertOurs(FakeSmtpServer server) {
        assertThat(server.received())
                .allMatch(mail -> mail.senderParameters().stream().anyMatch(one -> one.startsWith("SIZE=")));
        assertThat(server.violations()).isEmpty();
    }
}
