package dev.paloma.example.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import jakarta.mail.SendFailedException;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** The application as it is, started by Spring Boot, with paloma-jakarta on its class path. */
@ExtendWith(NoLeaks.class)
class MailApplicationTest {
    private static final String BOB = "bob@example.net";
    private static final String CAROL = "carol@example.net";
    private static final byte[] PDF = "%PDF-1.7 not really, but 8-bit: Grüße, ÄÖÜ äöü ß".getBytes(UTF_8);

    @Test
    void itsMailIsSentByPalomasTransport() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .user("ann", "secret")
                        .requireAuth()
                        .start();
                ConfigurableApplicationContext application = started(server, "username=ann", "password=secret")) {
            JavaMailSenderImpl sender = application.getBean(JavaMailSenderImpl.class);
            try (Transport transport = sender.getSession().getTransport(sender.getProtocol())) {
                assertThat(transport.getClass().getName()).isEqualTo("dev.paloma.jakarta.SmtpTransport");
            }
            application.getBean(Invoices.class).send("42", PDF, BOB, CAROL);

            ReceivedMail mail = server.received().get(0);
            assertThat(mail.user()).isEqualTo("ann");
            assertThat(mail.recipientAddresses()).containsExactly(BOB, CAROL);
            assertThat(mail.text())
                    .contains("Subject: Invoice 42", "filename=42.pdf")
                    .contains(Base64.getEncoder().encodeToString(PDF));
            assertThat(mail.senderParameters())
                    .as("Angus Mail's transport doesn't say SIZE")
                    .contains("SIZE=" + mail.content().length);
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void aRefusedRecipientIsAMailSendExceptionThatSaysWho() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT.of(CAROL), Reply.of(550, "5.1.1 who is that?"))
                        .start();
                ConfigurableApplicationContext application = started(server)) {
            Invoices invoices = application.getBean(Invoices.class);
            MailSendException e =
                    catchThrowableOfType(MailSendException.class, () -> invoices.send("42", PDF, BOB, CAROL));

            assertThat(e.getFailedMessages()).hasSize(1);
            SendFailedException failed = (SendFailedException) e.getMessageExceptions()[0];
            assertThat(failed.getValidSentAddresses()).isEmpty();
            assertThat(failed.getValidUnsentAddresses()).containsExactly(new InternetAddress(BOB));
            assertThat(failed.getInvalidAddresses()).containsExactly(new InternetAddress(CAROL));
            assertThat(failed.getNextException().getClass().getName())
                    .isEqualTo("dev.paloma.jakarta.SmtpAddressFailedException");
            assertThat(failed.getNextException()).hasMessage("550 5.1.1 who is that?");
            assertThat(Invoices.refused(e)).containsExactly(new InternetAddress(CAROL));
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void sendpartialLetsTheOthersHaveIt() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT.of(CAROL), Reply.of(550, "5.1.1 who is that?"))
                        .start();
                ConfigurableApplicationContext application = started(server, "properties.mail.smtp.sendpartial=true")) {
            Invoices invoices = application.getBean(Invoices.class);
            MailSendException e =
                    catchThrowableOfType(MailSendException.class, () -> invoices.send("42", PDF, BOB, CAROL));

            SendFailedException failed = (SendFailedException) e.getMessageExceptions()[0];
            assertThat(failed.getValidSentAddresses()).containsExactly(new InternetAddress(BOB));
            assertThat(Invoices.refused(e)).containsExactly(new InternetAddress(CAROL));
            assertThat(server.received().get(0).recipientAddresses()).containsExactly(BOB);
        }
    }

    @Test
    void aWrongPasswordIsAMailAuthenticationException() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .user("ann", "secret")
                        .requireAuth()
                        .start();
                ConfigurableApplicationContext application = started(server, "username=ann", "password=wr0ng")) {
            Invoices invoices = application.getBean(Invoices.class);

            assertThatExceptionOfType(MailAuthenticationException.class)
                    .isThrownBy(() -> invoices.send("42", PDF, BOB))
                    .withMessageNotContaining("wr0ng");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void anSslBundleOfSpringsIsWhatIsTrusted(@TempDir Path folder) throws Exception {
        Path authority = TestAuthority.pemFile(folder);
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start();
                ConfigurableApplicationContext application = started(
                        server,
                        "ssl.bundle=mail",
                        "ssl.enabled=false", // STARTTLS, not TLS from the start
                        "properties.mail.smtp.starttls.required=true",
                        "--spring.ssl.bundle.pem.mail.truststore.certificate=" + authority.toUri())) {
            application.getBean(Invoices.class).send("42", PDF, BOB);

            assertThat(server.received().get(0).isEncrypted()).isTrue();
        }
    }

    /** With these properties besides, which begin with {@code spring.mail} unless they begin with dashes. */
    private static ConfigurableApplicationContext started(FakeSmtpServer server, String... properties) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--spring.mail.host=" + server.host());
        arguments.add("--spring.mail.port=" + server.port());
        arguments.add("--spring.main.banner-mode=off");
        arguments.add("--spring.main.register-shutdown-hook=false");
        for (String property : properties) {
            arguments.add(property.startsWith("--") ? property : "--spring.mail." + property);
        }
        return SpringApplication.run(MailApplication.class, arguments.toArray(String[]::new));
    }
}
