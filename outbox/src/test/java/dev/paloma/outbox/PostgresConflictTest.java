package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Others at the same time, in the same database. */
class PostgresConflictTest extends PostgresOutbox {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void whatADeadlockRolledBackIsRunAgain() throws Exception {
        try (Connection other = place.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE outbox_job IN EXCLUSIVE MODE");
            CompletableFuture<Outbox.Submitted> submitted = CompletableFuture.supplyAsync(
                    () -> outbox.submit(Letters.mail("one", "bob@example.net"), SubmitOptions.standard()));
            await().atMost(LONG).until(this::somebodyWaits);
            statement.execute("LOCK TABLE outbox_mail IN ACCESS EXCLUSIVE MODE"); // who waited first is rolled back
            other.commit();
            assertThat(outbox.show(submitted.get().id())).isPresent();
            assertThat(outbox.list(MailQuery.all())).hasSize(1);
        }
    }

    private boolean somebodyWaits() throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_locks l JOIN pg_database d"
                        + " ON d.oid = l.database WHERE NOT l.granted AND d.datname = current_database()")) {
            return row.next() && row.getInt(1) > 0;
        }
    }
}
