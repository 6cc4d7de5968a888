package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paloma.Mailer;
import dev.paloma.message.Content;
import dev.paloma.message.Mail;
import dev.paloma.testkit.FakeSmtpServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
        place.database(clock, Hook.NONE).prepareDays(day, day + 1);
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
        database.prepareDays(old, old);
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
            database.prepareDays(old, old);
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

    @Test
    void aMailThatCameBeforeItsDayHadRoomIsInNobodysWay() throws Exception {
        TestClock clock = new TestClock();
        clock.jump(Duration.ofDays(20)); // nobody has prepared these days
        long day = MailId.day(clock.millis());
        Database database = place.database(clock, Hook.NONE);
        outbox.writers().write("a mail of its own time", 0, session -> {
            Session later = new Session(session.connection(), database);
            Submissions.insert(
                    later, Draft.of(Letters.mail("one", "bob@example.net"), SubmitOptions.standard()), body());
            later.finish();
            return 0;
        });
        List<String> troubles = Collections.synchronizedList(new ArrayList<>());
        try (Outbox late = place.open(clock);
                FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = OutboxWorker.builder(late)
                        .route("default", Mailer.builder().server(server.url()))
                        .listener(new Listening(troubles))
                        .build()
                        .start()) {
            worker.untilEmpty();
            assertThat(server.received()).hasSize(1);
            await().until(() -> days(database).contains(day + 2));
        }
        assertThat(troubles).isEmpty();
    }

    /** Hears of trouble only. */
    private record Listening(List<String> troubles) implements OutboxListener {
        @Override
        public void ended(OutboxEvent event) {}

        @Override
        public void troubled(OutboxException trouble) {
            troubles.add(trouble.getMessage());
        }
    }

    private static Body body() {
        return Body.of("Subject: one\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whoOnlySubmitsMakesRoomForNewDaysToo() throws Exception {
        TestClock clock = new TestClock();
        Database database = place.database(clock, Hook.NONE);
        try (Outbox submitter = place.open(clock)) {
            clock.jump(Duration.ofDays(30));
            submitter.submit(Letters.mail("one", "bob@example.net"), SubmitOptions.standard());
            assertThat(days(database)).contains(MailId.day(clock.millis()), MailId.day(clock.millis()) + 2);
            clock.jump(Duration.ofDays(30));
            try (Connection connection = place.connect()) {
                connection.setAutoCommit(false);
                submitter.submit(connection, Letters.mail("two", "bob@example.net"), SubmitOptions.standard());
                await().until(() -> days(database).contains(MailId.day(clock.millis())));
                connection.commit();
            }
        }
    }

    @Test
    void nobodyWaitsForADayToBeMadeWhileABackupReads() throws Exception {
        TestClock clock = new TestClock();
        clock.jump(Duration.ofDays(50));
        try (Connection backup = place.connect();
                Statement statement = backup.createStatement()) {
            backup.setAutoCommit(false);
            statement.execute("LOCK TABLE outbox_mail, outbox_recipient, outbox_attempt IN ACCESS SHARE MODE");
            try (Outbox other = place.open(clock)) {
                other.submit(Letters.mail("one", "bob@example.net"), SubmitOptions.standard());
                backup.rollback();
                other.days().prepare();
            }
        }
    }

    @Test
    void aDaysKeysGoBeforeAnybodyIsLockedOut() throws Exception {
        Database database = place.database(Clock.systemUTC(), Hook.NONE);
        long old = MailId.day(Clock.systemUTC().millis()) - 20;
        database.prepareDays(old, old);
        try (Connection backup = place.connect();
                Statement statement = backup.createStatement()) {
            statement.execute("INSERT INTO outbox_submit_key SELECT 'k' || n, " + MailId.dayStart(old)
                    + " + n FROM generate_series(1, 2500) n");
            backup.setAutoCommit(false);
            statement.execute("LOCK TABLE outbox_mail IN ACCESS SHARE MODE");
            database.dropDay(old);
            assertThat(days(database)).contains(old);
            assertThat(count("outbox_submit_key")).isZero();
            backup.rollback();
        }
    }

    private List<Long> days(Database database) {
        return outbox.readers().read("days", database::days);
    }

    private static Outbox.Submission submission(String recipient, Content content) {
        return new Outbox.Submission(new Mail(Letters.envelope(recipient), content), SubmitOptions.standard());
    }

    private int chunks() throws SQLException {
        return count("outbox_content_chunk");
    }

    private int count(String table) throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
