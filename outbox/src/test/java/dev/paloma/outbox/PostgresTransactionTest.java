package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.message.Content;
import dev.paloma.message.Mail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails in the application's own transactions. */
class PostgresTransactionTest extends PostgresOutbox {
    @Test
    void theMailIsThereExactlyIfTheOrderIs() throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE orders (id INTEGER)");
            connection.commit();
            for (int order = 1; order <= 10; order++) {
                statement.executeUpdate("INSERT INTO orders VALUES (" + order + ")");
                outbox.submit(connection, Letters.mail("order" + order, "bob@example.net"), SubmitOptions.standard());
                assertThat(outbox.list(MailQuery.all())).hasSize((order - 1) / 2);
                if (order % 2 == 0) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(5);
            }
        }
        assertThat(outbox.list(MailQuery.all()))
                .extracting(MailStatus::messageId)
                .containsExactly(
                        "<order10@example.org>",
                        "<order8@example.org>",
                        "<order6@example.org>",
                        "<order4@example.org>",
                        "<order2@example.org>");
    }

    @Test
    void largeContentGoesWithItToo() throws SQLException {
        byte[] large =
                ("Subject: large\r\n\r\n" + "a line of it\r\n".repeat(50_000)).getBytes(StandardCharsets.US_ASCII);
        Mail mail = new Mail(Letters.envelope("bob@example.net"), Content.of(large));
        try (Connection connection = place.connect()) {
            connection.setAutoCommit(false);
            String id =
                    outbox.submit(connection, mail, SubmitOptions.standard()).id();
            assertThat(outbox.show(id)).isEmpty();
            connection.commit();
            assertThat(outbox.show(id).orElseThrow().size()).isEqualTo(large.length);
        }
    }

    @Test
    void aKeyIsKnownInTransactionsToo() throws SQLException {
        SubmitOptions options = SubmitOptions.standard().withKey("k");
        String first =
                outbox.submit(Letters.mail("one", "bob@example.net"), options).id();
        try (Connection connection = place.connect()) {
            connection.setAutoCommit(false);
            assertThat(outbox.submit(connection, Letters.mail("two", "bob@example.net"), options))
                    .isEqualTo(new Outbox.Submitted(first, true));
            connection.commit();
        }
    }

    @Test
    void withoutATransactionItIsRefused(@TempDir Path folder) throws SQLException {
        Mail mail = Letters.mail("one", "bob@example.net");
        try (Connection connection = place.connect();
                Outbox file = new SqlitePlace(folder).open(Clock.systemUTC())) {
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> outbox.submit(connection, mail, SubmitOptions.standard()))
                    .withMessageContaining("setAutoCommit(false)");
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> file.submit(connection, mail, SubmitOptions.standard()))
                    .withMessageContaining("PostgreSQL");
        }
    }
}
