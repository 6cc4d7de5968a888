package dev.paloma.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Sink;
import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineEndsTest {
    private static final Session SESSION = Session.getInstance(new Properties());

    /** Untouched ones write themselves in another way than those that were changed. */
    static Stream<MimeMessage> messages() throws Exception {
        return Stream.of(
                text("Grüße"),
                text("x".repeat(2000)),
                multipart(part("Hello"), part("Grüße aus Łódź")),
                multipart(part("Hello"), nested(text("Grüße"))),
                multipart(part("Hello"), nested(parsed(StandardCharsets.ISO_8859_1))),
                parsed(StandardCharsets.UTF_8),
                parsed(StandardCharsets.ISO_8859_1),
                changed(parsed(StandardCharsets.UTF_8)),
                changed(parsed(StandardCharsets.ISO_8859_1)),
                changed(parsed(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageWritesTheSameAsIntoAnyOtherStream(MimeMessage message) throws Exception {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        Sink sink = Sink.to(lines);
        LineEnds ends = new LineEnds(sink);
        message.writeTo(ends);
        ends.complete();
        sink.flush();

        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        sink = Sink.to(octets);
        ends = new LineEnds(sink);
        message.writeTo(new FilterOutputStream(ends)); // which hides what it can do
        ends.complete();
        sink.flush();

        assertThat(lines.toByteArray()).isNotEmpty().isEqualTo(octets.toByteArray());
    }

    @Test
    void aHeaderLineIsUtf8UnlessThatIsForbidden() throws Exception {
        assertThat(line("X: \u00fc")).containsExactly('X', ':', ' ', 0xC3, 0xBC, '\r', '\n');
        System.setProperty("mail.mime.allowutf8", "false");
        try {
            assertThat(line("X: \u00fc")).containsExactly('X', ':', ' ', 0xFC, '\r', '\n');
        } finally {
            System.clearProperty("mail.mime.allowutf8");
        }
    }

    private static byte[] line(String text) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Sink sink = Sink.to(octets);
        new LineEnds(sink).writeln(text);
        sink.flush();
        return octets.toByteArray();
    }

    private static MimeMessage text(String text) throws Exception {
        MimeMessage message = new MimeMessage(SESSION);
        message.setSubject(text);
        message.setText(text);
        message.setHeader("X-Raw", "Grüße\r\n folded");
        message.saveChanges();
        return message;
    }

    private static MimeMessage multipart(BodyPart... parts) throws Exception {
        MimeMessage message = new MimeMessage(SESSION);
        message.setContent(new MimeMultipart("mixed", parts));
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(String text) throws Exception {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text);
        part.setHeader("X-Raw", text);
        return part;
    }

    private static MimeBodyPart nested(MimeMessage message) throws Exception {
        MimeBodyPart part = new MimeBodyPart();
        part.setContent(message, "message/rfc822");
        return part;
    }

    private static MimeMessage parsed(Charset charset) throws Exception {
        String text = """
                From: ann@example.org
                Subject: Grüße, ungeschminkt
                Content-Type: multipart/mixed; boundary=b

                Vorspann
                --b
                Content-Description: Grüße

                Hallo, Jürgen
                --b--
                """;
        return new MimeMessage(SESSION, new ByteArrayInputStream(text.getBytes(charset)));
    }

    private static MimeMessage changed(MimeMessage message) throws Exception {
        ((MimeMultipart) message.getContent()).addBodyPart(part("Nachtrag"));
        message.saveChanges();
        return message;
    }
}
