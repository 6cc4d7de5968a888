package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
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

    @Test
    void anOldDayStaysWhileSomebodyReadsForLong() throws Exception {
        Database database = place.database(Clock.systemUTC(), Hook.NONE);
        long old = MailId.day(Clock.systemUTC().millis()) - 20;
        outbox.writers().write("days", 0, session -> {
            session.database().prepareDays(session, old, old);
            return 0;
        });
        try (Connection backup = place.connect();
                Statement statement = backup.createStatement()) {
            backup.setAutoCommit(false);
            statement.execute("LOCK TABLE outbox_mail IN ACCESS SHARE MODE");
            database.dropDay(old);
            assertThat(outbox.readers().read("days", database::days)).contains(old);
            backup.rollback();
            database.dropDay(old);
            assertThat(outbox.readers().read("days", database::days)).doesNotContain(old);
        }
    }

    @Test
    void oldDaysAreDroppedWhileMailsAreSubmittedAndRead() throws Exception {
        long today = MailId.day(Clock.systemUTC().millis());
        Database database = place.database(Clock.systemUTC(), Hook.NONE);
        CompletableFuture<Integer> mails = CompletableFuture.supplyAsync(() -> {
            int n = 0;
            while (n < 40) {
                outbox.submit(Letters.mail("m" + n++, "bob@example.net"), SubmitOptions.standard());
                assertThat(outbox.list(MailQuery.all())).isNotEmpty();
            }
            return n;
        });
        int dropped = 0;
        for (long day = today - 20; day < today || !mails.isDone(); day++) {
            long old = day < today ? day : today - 20 + day % 20;
            outbox.writers().write("days", 0, session -> {
                session.database().prepareDays(session, old, old);
                return 0;
            });
            database.dropDay(old);
            dropped++;
        }
        assertThat(mails.get()).isEqualTo(40);
        assertThat(dropped).isGreaterThanOrEqualTo(20);
        for (long day : outbox.readers().read("days", database::days)) { // those that somebody was in the way of
            if (day < today) {
                database.dropDay(day);
            }
        }
        assertThat(outbox.readers().read("days", database::days)).noneMatch(day -> day < today);
    }
}
