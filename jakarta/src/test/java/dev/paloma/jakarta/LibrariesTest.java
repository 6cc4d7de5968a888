package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.ANN;
import static dev.paloma.jakarta.Sessions.BOB;
import static dev.paloma.jakarta.Sessions.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.SendFailedException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Libraries on top of Jakarta Mail, which know nothing of us. Each does all of it. */
@ExtendWith(NoLeaks.class)
class LibrariesTest {
    private static final String SECRET = "secret";

    @ParameterizedTest
    @EnumSource
    void sendsWithAnAttachment(Library library) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            library.send(new Library.Order(server, null, false));

            ReceivedMail mail = server.received().get(0);
            assertThat(mail.sender()).isEqualTo(ANN);
            assertThat(mail.recipientAddresses()).containsExactlyInAnyOrder(BOB, CAROL);
            assertThat(mail.text())
                    .contains("Subject: Hello\r\n", Library.FILE_NAME)
                    .contains(Base64.getEncoder().encodeToString(Library.FILE));
            assertOurs(server);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedRecipientIsInItsException(Library library) {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of(CAROL), Reply.of(550, "5.1.1 who?"))
                .start()) {
            Throwable thrown = catchThrowable(() -> library.send(new Library.Order(server, null, false)));

            SendFailedException failed = cause(SendFailedException.class, thrown);
            assertThat(failed.getInvalidAddresses())
                    .extracting(Object::toString)
                    .containsExactly(CAROL);
            assertThat(failed.getValidUnsentAddresses())
                    .extracting(Object::toString)
                    .containsExactly(BOB);
            assertThat(failed.getNextException())
                    .isInstanceOf(SmtpAddressFailedException.class)
                    .hasMessage("550 5.1.1 who?");
            assertThat(server.received()).isEmpty();
            assertThat(server.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordIsInItsException(Library library) {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", SECRET).requireAuth().start()) {
            Throwable thrown = catchThrowable(() -> library.send(new Library.Order(server, "wr0ng", false)));

            assertThat(cause(AuthenticationFailedException.class, thrown)).hasMessageContaining("535");
            for (Throwable one = thrown; one != null; one = one.getCause()) {
                assertThat(String.valueOf(one.getMessage())).doesNotContain("wr0ng");
            }
            assertThat(server.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void logsInAfterStarttls(Library library) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .user("ann", SECRET)
                .requireAuth()
                .start()) {
            library.send(new Library.Order(server, SECRET, true));

            assertThat(server.received().get(0).isEncrypted()).isTrue();
            assertThat(server.received().get(0).user()).isEqualTo("ann");
            assertOurs(server);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingWhereStarttlsIsMissing(Library library) {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", SECRET).start()) {
            Throwable thrown = catchThrowable(() -> library.send(new Library.Order(server, SECRET, true)));

            assertThat(thrown).isNotNull().hasStackTraceContaining("STARTTLS");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void springsSenderKeepsTheConnectionForSeveralMails() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            spring(server).send(simple(BOB), simple(CAROL));

            assertThat(server.received()).hasSize(2);
            assertThat(server.connections()).isEqualTo(1);
            assertOurs(server);
        }
    }

    @Test
    void springsSenderGoesOnAfterAMailThatFailed() {
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

    /** Spring keeps those of single mails in an array of its own. */
    private static <E extends Throwable> E cause(Class<E> type, Throwable thrown) {
        Throwable one = thrown instanceof MailSendException several && several.getMessageExceptions().length > 0
                ? several.getMessageExceptions()[0]
                : thrown;
        while (one != null && !type.isInstance(one)) {
            one = one.getCause();
        }
        assertThat(one).as("a %s in %s", type, thrown).isNotNull();
        return type.cast(one);
    }

    /** Angus Mail's transport doesn't say SIZE. */
    private static void assertOurs(FakeSmtpServer server) {
        assertThat(server.received())
                .isNotEmpty()
                .allMatch(mail -> mail.senderParameters().stream().anyMatch(one -> one.startsWith("SIZE=")));
        assertThat(server.violations()).isEmpty();
    }
}
