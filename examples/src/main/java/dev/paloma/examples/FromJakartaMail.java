package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** What was written with Jakarta Mail. */
final class FromJakartaMail {
    private FromJakartaMail() {}

    static Receipt simple(String server) {
        // <example simple>
        Message message = Message.builder()
                .from(Mailbox.of("Ann Ångström", "ann@example.org"))
                .to("bob@example.net, carol@example.net")
                .subject("Größe")
                .text("Hello")
                .build();
        try (Mailer mailer = Mailer.to(server)) { // such as smtp://ann:secret@mail.example.org:587
            return mailer.send(message);
        }
        // </example>
    }

    static Message parts(Path logo, Path report) {
        // <example parts>
        Message message = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("The report")
                .text("See the attachment.")
                .html("<p><img src='cid:logo'> See the attachment.")
                .inline("logo", logo)
                .attach(report)
                .build();
        // </example>
        return message;
    }

    static String failed(Mailer mailer, Message message) {
        // <example failed>
        try {
            mailer.send(message);
            return "";
        } catch (SendException e) {
            List<Mailbox> sent = e.receipt().with(Outcome.ACCEPTED);
            List<Mailbox> unsent = e.receipt().with(Outcome.DEFERRED);
            List<Mailbox> invalid = e.receipt().with(Outcome.REFUSED);
            return "sent " + sent + ", not sent " + unsent + ", invalid " + invalid;
        }
        // </example>
    }

    static Receipt readAndSent(Mailer mailer, InputStream in, Mailbox from, List<Mailbox> to) throws IOException {
        // <example stream>
        Content content = Content.of(in);
        Receipt receipt = mailer.send(Envelope.of(from, to), content);
        // </example>
        return receipt;
    }
}
