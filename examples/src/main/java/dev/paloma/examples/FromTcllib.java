package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.MailerBuilder;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.Server;
import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.RawContent;
import dev.paloma.smtp.Acceptance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** What was written with Tcllib's smtp and mime. */
final class FromTcllib {
    private FromTcllib() {}

    static Receipt simple(String recipient, String server, String subject, String body) {
        // <example simple>
        Message message = Message.builder()
                .from("me@example.org")
                .to(recipient)
                .subject(subject)
                .text(body)
                .build();
        try (Mailer mailer = Mailer.to(server)) { // such as localhost
            return mailer.send(message);
        }
        // </example>
    }

    static List<String> options(String first, String second, Message message) {
        // <example options>
        List<String> refused = new ArrayList<>();
        try (Mailer mailer = Mailer.builder()
                .server(Server.parse(first)) // each with its own port: mx1.example.org:587
                .server(Server.parse(second))
                .clientName("client.example.org")
                .acceptance(Acceptance.AT_LEAST_ONE)
                .build()) {
            for (Receipt.Row row : mailer.send(message).rows()) {
                if (row.outcome() != Outcome.ACCEPTED) {
                    refused.add(row.recipient().address() + " " + row.text()); // code() has the number alone
                }
            }
        }
        // </example>
        return refused;
    }

    static Mailer tandem(List<String> hosts, List<Integer> ports) {
        // <example tandem>
        MailerBuilder builder = Mailer.builder();
        Server.list(hosts, ports).forEach(builder::server); // a port that is missing is 25
        Mailer mailer = builder.build();
        // </example>
        return mailer;
    }

    static RawContent resent(Path original, String to) throws IOException {
        // <example resent>
        Headers resent = Headers.empty()
                .with("Resent-From", "me@example.org")
                .with("Resent-To", Mailbox.parseList(to))
                .with("Resent-Date", ZonedDateTime.now(ZoneId.systemDefault()));
        RawContent content = RawContent.builder().fields(resent).add(original).build();
        // </example>
        return content;
    }
}
