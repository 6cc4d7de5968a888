package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Content;
import dev.paloma.message.Mail;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Days are kept apart, and go at once when nothing of them is wanted any more. */
class PostgresDaysTest extends PostgresOutbox {
    @Test
    void aDayStaysWhileAMailOfTheNextHasItsContent() throws Exception {
        TestClock clock = new TestClock();
        long day = MailId.day(clock.millis());
        prepare(day, day + 1);
        AtomicBoolean midnight = new AtomicBoolean();
        Hook duringUpload = new Hook() {
            @Override
            public void afterCommit() {
                if (midnight.getAndSet(false)) {
                    clock.jump(Duration.ofDays(1));
                }
            }
        };
        Content large = Content.of("Subject: large\r\n\r\n" + "line\r\n".repeat(100_000));
        List<Outbox.Submission> both =
                List.of(submission("bob@example.net", large), submission("cid@example.net", large));
        List<String> ids;
        try (Outbox late = place.open(clock, duringUpload)) {
            midnight.set(true);
            ids = late.submitAll(both).stream().map(Outbox.Submitted::id).toList();
        }
        Database database = place.database(clock, Hook.NONE);
        assertThat(ids).map(id -> MailId.parse(id) >= MailId.dayStart(day + 1)).containsExactly(false, true);

        outbox.cancel(ids.get(0));
        database.dropDay(day);
        assertThat(days(database)).contains(day);
        assertThat(chunks()).isGreaterThan(1);

        outbox.cancel(ids.get(1));
        outbox.purge(ids.get(1));
        database.dropDay(day);
        assertThat(days(database)).doesNotContain(day);
        assertThat(chunks()).isZero();
    }

    @Test
    void anOldDayStaysWhileSomebodyReadsForLong() throws Exception {
        Database database = place.database(Clock.systemUTC(), Hook.NONE);
        long old = MailId.day(Clock.systemUTC().millis()) - 20;
        prepare(old, old);
        try (Connection backup = place.connect();
                Statement statement = backup.createStatement()) {
            backup.setAutoCommit(false);
            statement.execute("LOCK TABLE outbox_mail IN ACCESS SHARE MODE");
            database.dropDay(old);
            assertThat(days(database)).contains(old);
            backup.rollback();
            database.dropDay(old);
            assertThat(days(database)).doesNotContain(old);
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
            prepare(old, old);
            database.dropDay(old);
            dropped++;
        }
        assertThat(mails.get()).isEqualTo(40);
        assertThat(dropped).isGreaterThanOrEqualTo(20);
        for (long day : days(database)) { // those that somebody was in the way of
            if (day < today) {
                database.dropDay(day);
            }
        }
        assertThat(days(database)).noneMatch(day -> day < today);
    }

    private void prepare(long first, long last) {
        outbox.writers().write("days", 0, session -> {
            session.database().prepareDays(session, first, last);
            return 0;
        });
    }

    private List<Long> days(Database database) {
        return outbox.readers().read("days", database::days);
    }

    private static Outbox.Submission submission(String recipient, Content content) {
        return new Outbox.Submission(new Mail(Letters.envelope(recipient), content), SubmitOptions.standard());
    }

    private int chunks() throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM outbox_content_chunk")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
