package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.dkim.DkimSigner;
import dev.paloma.message.Content;
import dev.paloma.message.Mail;
import dev.paloma.outbox.MailQuery;
import dev.paloma.outbox.MailState;
import dev.paloma.outbox.MailStatus;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxWorker;
import dev.paloma.outbox.SubmitOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Mail that is handed over once and delivered later. */
final class Outboxes {
    private Outboxes() {}

    static String submit(Path folder, Mail mail) {
        // <example submit>
        try (Outbox outbox = Outbox.open("sqlite:" + folder.resolve("outbox.db"))) {
            Outbox.Submitted submitted = outbox.submit(
                    mail, SubmitOptions.standard().withKey("order-42").withTags("invoices"));
            return submitted.id(); // it is on the disk now
        }
        // </example>
    }

    static String signed(Outbox outbox, Mail mail, Path key) throws IOException {
        // <example signed>
        DkimSigner signer = DkimSigner.of("example.org", "s1", key);
        Mail signed = new Mail(mail.envelope(), signer.sign(mail.content()));
        return outbox.submit(signed, SubmitOptions.standard()).id();
        // </example>
    }

    static void deliver(Outbox outbox, String server, Consumer<String> log) throws InterruptedException {
        // <example deliver>
        try (OutboxWorker worker = OutboxWorker.builder(outbox)
                .route("default", Mailer.builder().server(server))
                .connections(4)
                .retry(Duration.ofMinutes(5), Duration.ofSeconds(4000))
                .listener(event -> log.accept(event.mail() + " " + event.kind().label()))
                .build()) {
            worker.start();
            worker.untilEmpty(); // or wait for the end of the program
        }
        // </example>
    }

    static String order(DataSource database, Outbox outbox, Content confirmation) throws SQLException {
        // <example transaction>
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO orders (number) VALUES (42)")) {
                insert.executeUpdate();
            }
            Outbox.Submitted mail = outbox.submit(connection, Mail.of(confirmation), SubmitOptions.standard());
            connection.commit(); // the order and its mail, or neither
            return mail.id();
        }
        // </example>
    }

    static List<MailStatus> look(Outbox outbox) {
        // <example look>
        List<MailStatus> waiting = outbox.list(MailQuery.all()
                .withState(MailState.QUEUED)
                .withDomain("example.net")
                .withLimit(20));
        for (MailStatus mail : waiting) {
            outbox.retry(mail.id()); // or hold, release, cancel
        }
        // </example>
        return waiting;
    }
}
