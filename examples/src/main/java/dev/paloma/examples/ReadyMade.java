package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Receipt;
import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.RawContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Mail that somebody else has composed. */
final class ReadyMade {
    private ReadyMade() {}

    static Receipt asItIs(Mailer mailer, Path file) throws IOException {
        // <example eml>
        Content content = Content.of(file);
        Receipt receipt = mailer.send(content); // to whom To, Cc and Bcc name
        // </example>
        return receipt;
    }

    static Receipt toSomebodyElse(Mailer mailer, Content content) {
        // <example envelope>
        Envelope envelope =
                Envelope.of(Mailbox.parse("bounces@example.org"), List.of(Mailbox.parse("archive@example.org")));
        Receipt receipt = mailer.send(envelope, content);
        // </example>
        return receipt;
    }

    static Receipt report(Mailer mailer, Message message) {
        // <example null-sender>
        Receipt receipt = mailer.send(message.envelope().withSender(null), message); // MAIL FROM:<>
        // </example>
        return receipt;
    }

    static RawContent withHeader(String subject, Path body) throws IOException {
        // <example pieces>
        Headers headers = Headers.empty()
                .with("From", "ann@example.org")
                .with("To", "bob@example.net")
                .with("Subject", subject);
        RawContent content = RawContent.builder().add(headers).add(body).build();
        // </example>
        return content;
    }

    static Message forward(Content original) {
        // <example forward>
        String subject = original.headers().text("Subject"); // null if it has none
        Message message = Message.builder()
                .from("ann@example.org")
                .to("abuse@example.net")
                .subject(subject == null ? "Forwarded" : "Fwd: " + subject)
                .text("This came this morning.")
                .attach(original)
                .build();
        // </example>
        return message;
    }
}
