package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.message.Message;
import dev.paloma.message.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files, bytes and streams that go along with a mail. */
final class Attachments {
    private Attachments() {}

    static Message fromPath(Path file) {
        // <example path>
        Message message = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("Holiday film")
                .text("Here it is.")
                .attach(file)
                .build();
        // </example>
        return message;
    }

    static Message named(Path file) {
        // <example named>
        Part report = Part.builder()
                .file(file)
                .name("Übersicht März.csv")
                .contentType("text/csv; header=present")
                .description("All orders of March")
                .attachment()
                .build();
        Message message = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("March")
                .text("See the table.")
                .attach(report)
                .build();
        // </example>
        return message;
    }

    static Message fromMemory(byte[] pdf, InputStream upload) {
        // <example memory>
        Message message = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("Two attachments")
                .text("See below.")
                .attach("invoice.pdf", "application/pdf", pdf)
                .attach("upload.bin", "application/octet-stream", upload) // read to its end here
                .build();
        // </example>
        return message;
    }

    static Message fromSupplier(Path store) {
        // <example supplier>
        Message message = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("The archive")
                .text("See below.")
                .attach("archive.tar", "application/x-tar", () -> open(store)) // opened anew for every sending
                .build();
        // </example>
        return message;
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sendOrExplain(Mailer mailer, Message message) {
        // <example gone>
        try {
            Receipt receipt = mailer.send(message);
            return "sent by " + receipt.server();
        } catch (SendException e) {
            if (e.kind() == SendException.Kind.CONTENT) {
                return "nobody got it: " + e.getMessage(); // a file vanished or changed since build()
            }
            throw e;
        }
        // </example>
    }
}
