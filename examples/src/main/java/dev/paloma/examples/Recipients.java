package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.Server;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.smtp.Acceptance;
import java.util.ArrayList;
import java.util.List;

/** Several recipients, and a row for each in the receipt. */
final class Recipients {
    private Recipients() {}

    static Message several() {
        // <example several>
        Message message = Message.builder()
                .from(Mailbox.of("Ann Ångström", "ann@example.org"))
                .to("Bob <bob@example.net>, carol@example.net")
                .cc("dave@bücher.example")
                .bcc("archive@example.org")
                .subject("Minutes")
                .text("See you next week.")
                .build();
        // </example>
        return message;
    }

    static Receipt atLeastOne(String server, Message message) {
        // <example acceptance>
        try (Mailer mailer = Mailer.builder()
                .server(Server.parse(server))
                .acceptance(Acceptance.AT_LEAST_ONE)
                .build()) {
            return mailer.send(message);
        }
        // </example>
    }

    static List<String> toDo(Receipt receipt) {
        // <example outcomes>
        List<String> todo = new ArrayList<>();
        for (Receipt.Row row : receipt.rows()) {
            String address = row.recipient().address();
            switch (row.outcome()) {
                case ACCEPTED -> {}
                case REFUSED -> todo.add("strike " + address + " off the list: " + row.text());
                case DEFERRED -> todo.add("send to " + address + " later: " + row.text());
                case UNKNOWN -> todo.add("ask " + address + " whether it came");
            }
        }
        // </example>
        return todo;
    }

    static Receipt again(Mailer mailer, Message message, Receipt receipt) {
        // <example again>
        List<Mailbox> rest = receipt.with(Outcome.DEFERRED);
        if (rest.isEmpty()) {
            return receipt;
        }
        Envelope envelope = message.envelope().withRecipients(rest);
        return mailer.send(envelope, message); // the same Message-ID, so that a double can be told
        // </example>
    }

    static String details(Receipt receipt) {
        // <example session>
        Receipt.Session session = receipt.session();
        String tls = session.tls() == null ? "in clear" : session.tls().protocol();
        String line = "%s to %s, %s, queued as %s, %d ms"
                .formatted(
                        receipt.messageId(),
                        receipt.server(),
                        tls,
                        session.queueId(),
                        session.total().toMillis());
        // </example>
        return line;
    }
}
