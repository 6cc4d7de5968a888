package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Receipt;
import dev.paloma.Server;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.Part;
import dev.paloma.message.RawContent;
import dev.paloma.message.TransferEncoding;
import dev.paloma.sasl.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What was written with Allegro CL's send-smtp, send-letter and make-mime-part. */
final class FromAllegro {
    private FromAllegro() {}

    static Receipt overTls(String host, String user, String password) {
        // <example ssl>
        Message message = Message.builder()
                .from("Test user <ann@example.org>")
                .to("Recipient <bob@example.net>")
                .subject("A test")
                .text("Sent over TLS, with a login.")
                .build();
        Server server = Server.parse("smtps://" + host).withCredentials(Credentials.of(user, password));
        try (Mailer mailer = Mailer.builder().server(server).build()) {
            return mailer.send(message);
        }
        // </example>
    }

    static Receipt startTls(String host) {
        // <example starttls>
        Message message = Message.builder()
                .from("Test user <ann@example.org>")
                .to("Recipient <bob@example.net>")
                .subject("A test")
                .text("Sent over TLS, begun by STARTTLS.")
                .build();
        try (Mailer mailer = Mailer.to("smtp://" + host)) { // off this machine STARTTLS must be there
            return mailer.send(message);
        }
        // </example>
    }

    static Message letter(Path image, InputStream notes) {
        // <example letter>
        Message letter = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("Your image")
                .replyTo("office@example.org")
                .cc("carol@example.net, dave@example.net")
                .bcc("archive@example.org")
                .header("X-Order", "42")
                .text("This is the image that you wanted.")
                .attach(image)
                .attach("notes.txt", "text/plain", notes)
                .build();
        // </example>
        return letter;
    }

    static Receipt joined(Mailer mailer, String head, InputStream text) throws IOException {
        // <example smtp>
        RawContent content = RawContent.builder()
                .add(head) // header fields and the empty line, or none at all
                .add(text) // read to its end, left open
                .add("\n-- \nAnn\n")
                .build();
        Receipt receipt = mailer.send(
                Envelope.of(Mailbox.parse("ann@example.org"), Mailbox.parseList("bob@example.net")), content);
        // </example>
        return receipt;
    }

    static Message parts(Path table) {
        // <example part>
        Part csv = Part.builder()
                .file(table, 0, 4_096)
                .contentType("text/csv")
                .charset(StandardCharsets.ISO_8859_1)
                .parameter("header", "present")
                .encoding(TransferEncoding.QUOTED_PRINTABLE)
                .attachment()
                .name("orders.csv")
                .id("orders@example.org")
                .description("The first orders")
                .header("X-Rows", "100")
                .build();
        Message message = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .body(Part.multipart("mixed", List.of(Part.text("See the table."), csv)))
                .build();
        // </example>
        return message;
    }
}
