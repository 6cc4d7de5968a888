package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.BOB;
import static dev.paloma.jakarta.Sessions.CAROL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A field is one field, and what is hidden stays so. */
@ExtendWith(NoLeaks.class)
class HeaderFieldsTest {
    private static final String PARSED = """
            From: ann@example.org
            To: bob@example.net
            Subject : of old
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            Hello
            --b--
            """;

    @ParameterizedTest
    @CsvSource({
        "X-Foo, 'a\r\nEvil: y'",
        "X-Foo, 'a\nEvil: y'",
        "X-Foo, 'a\rEvil: y'",
        "X-Foo, 'a\r\n\r\nEvil'",
        "X-Foo, 'a\r\n \r\nEvil: y'",
        "X-Foo, 'a\r\n'",
        "X-Foo, 'a\0b'",
        "X-Foo, 'a\u001bb'",
        "X-Foo, 'a\u007fb'",
        "Subject, 'a\nEvil: y'",
        "'X: a\r\nEvil', y",
        "'X\r\nEvil', y",
        "X Foo, a",
        "'', a",
        "Grüße, a"
    })
    void aFieldThatWouldBeTwoIsNotSent(String name, String value) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            MimeMessage composed = Sessions.message(session, BOB);
            composed.setHeader(name, value);
            refuses(server, composed);

            MimeMessage parsed = parsed(session, PARSED);
            parsed.setHeader(name, value);
            refuses(server, parsed);

            MimeBodyPart part = part("Hello");
            part.setHeader(name, value);
            refuses(server, multipart(session, part));

            MimeMessage inner = Sessions.message(session, BOB);
            inner.setHeader(name, value);
            MimeBodyPart nested = new MimeBodyPart();
            nested.setContent(inner, "message/rfc822");
            refuses(server, multipart(session, nested));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f\r\nEvil: y", "f\nEvil: y", "f\"\r\nEvil: y; \""})
    void aFileNameIsNoFieldOfItsOwn(String name) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            MimeBodyPart part = part("Hello");
            part.setFileName(name);
            refuses(server, multipart(Sessions.to(server), part));
        }
    }

    @Test
    void lettersAreNoLineEndsWhereALetterIsAnOctet() throws Exception {
        System.setProperty("mail.mime.allowutf8", "false");
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            MimeMessage message = Sessions.message(Sessions.to(server), BOB);
            message.setHeader("X-Foo", "a\u010aEvil: y");
            refuses(server, message);
        } finally {
            System.clearProperty("mail.mime.allowutf8");
        }
    }

    private static void refuses(FakeSmtpServer server, MimeMessage message) throws MessagingException {
        SendFailedException e = catchThrowableOfType(SendFailedException.class, () -> send(message));

        assertThat(e).hasMessageContaining("header field");
        assertThat(e.getValidUnsentAddresses()).containsExactly(new InternetAddress(BOB));
        assertThat(server.received()).isEmpty();
    }

    /** Without the changes that {@code Transport.send} saves. */
    private static void send(MimeMessage message) throws MessagingException {
        try (Transport transport = message.getSession().getTransport()) {
            transport.connect();
            transport.sendMessage(message, new InternetAddress[] {new InternetAddress(BOB)});
        }
    }

    @Test
    void foldedFieldsAndThoseOfOldAreSent() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            MimeMessage message = parsed(Sessions.to(server), PARSED);
            message.setHeader("X-Folded", "a\r\n b\n\tc");
            message.setHeader(
                    "References", ("<" + "x".repeat(60) + "@example.org>\r\n ").repeat(9) + "<y@example.org>");
            send(message);

            assertThat(server.received().get(0).text())
                    .contains("Subject : of old\r\n", "X-Folded: a\r\n b\r\n\tc\r\n");
            assertThat(server.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bcc ", "bCC", " bcc", "Bcc\t", "Resent-Bcc ", "RESENT-BCC"})
    void bccIsHiddenHoweverItIsWritten(String name) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            MimeMessage message = Sessions.message(Sessions.to(server), BOB);
            message.setHeader(name, CAROL);
            send(message);

            assertThat(server.received().get(0).text()).doesNotContain(CAROL);
        }
    }

    /** Written by Jakarta Mail itself, and parsed; short enough to be kept, and too long. */
    @ParameterizedTest
    @CsvSource({"0,false", "0,true", "300000,false", "300000,true"})
    void utf8InAPartsHeaderAsksForSmtputf8(int octets, boolean reparsed) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder().offer("SMTPUTF8").start()) {
            Session session = Sessions.to(server);
            MimeBodyPart part = part("A line of text.\r\n".repeat(octets / 17) + "the last");
            part.setHeader("Content-Description", "Grüße");
            MimeMessage message = multipart(session, part);
            send(reparsed ? new MimeMessage(message) : message);

            ReceivedMail mail = server.received().get(0);
            assertThat(mail.text()).contains("Content-Description: Grüße");
            assertThat(mail.senderParameters()).contains("SMTPUTF8");
            assertThat(server.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void utf8InTheHeaderOfAMessageWithinAsksForSmtputf8(boolean reparsed) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder().offer("SMTPUTF8").start()) {
            Session session = Sessions.to(server);
            MimeMessage inner = Sessions.message(session, BOB);
            inner.setHeader("X-Raw", "Grüße");
            MimeBodyPart part = new MimeBodyPart();
            part.setContent(inner, "message/rfc822");
            MimeMessage message = multipart(session, part);
            send(reparsed ? new MimeMessage(message) : message);

            assertThat(server.received().get(0).text()).contains("X-Raw: Grüße");
            assertThat(server.received().get(0).senderParameters()).contains("SMTPUTF8");
            assertThat(server.violations()).isEmpty();
        }
    }

    /** What stands behind the line before a signature is no header. */
    @ParameterizedTest
    @ValueSource(strings = {"-- ", "--", "---", "--x"})
    void eightBitTextBehindDashesAsksForNothingButEightBit(String dashes) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            String text = "From: ann@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                    + "Content-Transfer-Encoding: 8bit\n\nHello\n" + dashes + "\nJürgen\n";
            send(parsed(Sessions.to(server), text));

            assertThat(server.received().get(0).senderParameters())
                    .contains("BODY=8BITMIME")
                    .doesNotContain("SMTPUTF8");
            assertThat(server.received().get(0).text()).contains("Jürgen");
        }
    }

    private static MimeMessage parsed(Session session, String text) throws MessagingException {
        return new MimeMessage(session, new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static MimeBodyPart part(String text) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "us-ascii");
        return part;
    }

    private static MimeMessage multipart(Session session, BodyPart part) throws MessagingException {
        MimeMessage message = Sessions.message(session, BOB);
        message.setContent(new MimeMultipart("mixed", part));
        message.saveChanges();
        return message;
    }
}
