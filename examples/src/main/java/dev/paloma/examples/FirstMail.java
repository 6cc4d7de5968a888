package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Receipt;
import dev.paloma.message.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One mail, and what became of it. */
final class FirstMail {
    private FirstMail() {}

    static Receipt send(String server, Path invoice) {
        // <example send>
        Message message = Message.builder()
                .from("Ann <ann@example.org>")
                .to("bob@example.net")
                .subject("Invoice 42")
                .text("Hello Bob, …")
                .attach(invoice)
                .build();

        try (Mailer mailer = Mailer.to(server)) { // such as smtp://ann:secret@mail.example.org:587
            return mailer.send(message);
        }
        // </example>
    }

    static List<String> read(Receipt receipt) {
        // <example read>
        List<String> lines = new ArrayList<>();
        for (Receipt.Row row : receipt.rows()) {
            lines.add(row.recipient() + ": " + row.outcome() + ", the server said: " + row.text());
        }
        // </example>
        return lines;
    }

    static int sendMany(String server, List<String> members) {
        // <example many>
        int sent = 0;
        try (Mailer mailer = Mailer.to(server)) {
            for (String member : members) {
                mailer.send(Message.builder()
                        .from("club@example.org")
                        .to(member)
                        .subject("We meet on Friday")
                        .text("At eight, as always.")
                        .build());
                sent++;
            }
        }
        // </example>
        return sent;
    }
}
