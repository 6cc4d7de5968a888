package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.paloma.Mailer;
import dev.paloma.message.Content;
import dev.paloma.message.Mail;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database that fails. */
@ExtendWith(NoLeaks.class)
abstract class FaultContract {
    final TestClock clock = new TestClock();
    final Faults faults = new Faults();
    Place place;
    Outbox outbox;

    abstract Place place() throws Exception;

    @BeforeEach
    void open() throws Exception {
        place = place();
        outbox = place.open(clock, faults);
    }

    @AfterEach
    void close() {
        outbox.close();
        place.close();
    }

    /** Fails as it is told. */
    static final class Faults implements Hook {
        final AtomicInteger before = new AtomicInteger();
        final AtomicInteger after = new AtomicInteger();
        volatile Random chance = new Random(0);
        volatile int percent;

        @Override
        public void beforeCommit() throws SQLException {
            if (before.getAndUpdate(n -> Math.max(0, n - 1)) > 0 || chance.nextInt(100) < percent) {
                throw new SQLException("disk I/O error (for the test)");
            }
        }

        @Override
        public void afterCommit() throws SQLException {
            if (after.getAndUpdate(n -> Math.max(0, n - 1)) > 0 || chance.nextInt(100) < percent / 2) {
                throw new SQLException("connection lost (for the test)");
            }
        }
    }

    private static SubmitOptions key(String key) {
        return SubmitOptions.standard().withKey(key);
    }

    @Test
    void F68_aFailingCommitGivesNoId() {
        faults.before.set(1);
        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> outbox.submit(Letters.mail("one", "bob@example.net"), key("k")))
                .withMessageContaining("not taken over");
        assertThat(outbox.list(MailQuery.all())).isEmpty();
        assertThat(outbox.submit(Letters.mail("one", "bob@example.net"), key("k"))
                        .duplicate())
                .isFalse();
    }

    @Test
    void nobodyOfAGroupWhoseCommitFailsGetsAnId() {
        CompletableFuture<?>[] all = new CompletableFuture<?>[100];
        faults.before.set(1_000);
        for (int i = 0; i < all.length; i++) {
            all[i] = outbox.submitAsync(Letters.mail("m" + i, "bob@example.net"), SubmitOptions.standard());
        }
        for (CompletableFuture<?> one : all) {
            assertThatExceptionOfType(CompletionException.class).isThrownBy(one::join);
        }
        faults.before.set(0);
        assertThat(outbox.list(MailQuery.all())).isEmpty();
    }

    @Test
    void aCommitOfWhichTheAnswerIsLostIsFoundByItsKey() {
        faults.after.set(1);
        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> outbox.submit(Letters.mail("one", "bob@example.net"), key("k")));
        assertThat(outbox.submit(Letters.mail("one", "bob@example.net"), key("k"))
                        .duplicate())
                .isTrue();
        assertThat(outbox.list(MailQuery.all())).hasSize(1);
    }

    @Test
    void aWorkersFailingCommitsLoseNothingAndDoubleNothing() throws Exception {
        long seed = Long.getLong("paloma.seed", System.nanoTime());
        faults.chance = new Random(seed);
        for (int i = 0; i < 200; i++) {
            outbox.submit(Letters.mail("m" + i, "r@d" + i % 7 + ".example"), SubmitOptions.standard());
        }
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = OutboxWorker.builder(outbox)
                        .route("default", Mailer.builder().server(server.url()))
                        .poll(Duration.ofMillis(20))
                        .restAfterTrouble(Duration.ofMillis(5))
                        .build()) {
            faults.percent = 15;
            startAnyhow(worker);
            await().atMost(Duration.ofSeconds(60)).until(() -> outbox.stats().mails(MailState.ACCEPTED) == 200);
            faults.percent = 0;
            assertThat(DeliveryContract.subjects(server))
                    .as("-Dpaloma.seed=" + seed)
                    .doesNotHaveDuplicates()
                    .hasSize(200);
        }
    }

    private static void startAnyhow(OutboxWorker worker) {
        for (boolean started = false; !started; ) {
            try {
                worker.start();
                started = true;
            } catch (OutboxException e) {
                assertThat(e).hasMessageContaining("registered");
            }
        }
    }

    @Test
    void largeContentThatBreaksOffLeavesNoMailAndIsSweptAfterADay() throws Exception {
        byte[] large = "Subject: large\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        InputStream body = new SequenceInputStream(new ByteArrayInputStream(large), new Lines(2_000_000));
        Mail mail = new Mail(Letters.envelope("bob@example.net"), Content.of(body));
        faults.percent = 0;
        AtomicInteger commits = new AtomicInteger();
        Hook third = new Hook() {
            @Override
            public void beforeCommit() throws SQLException {
                if (commits.incrementAndGet() == 4) {
                    throw new SQLException("disk full (for the test)");
                }
            }
        };
        try (Outbox other = place.open(clock, third)) {
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> other.submit(mail, SubmitOptions.standard()));
        }
        assertThat(outbox.list(MailQuery.all())).isEmpty();
        assertThat(count("outbox_content_chunk")).isPositive();
        clock.jump(Duration.ofDays(2));
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = OutboxWorker.builder(outbox)
                        .route("default", Mailer.builder().server(server.url()))
                        .build()
                        .start()) {
            await().until(() -> count("outbox_content_chunk") == 0);
            String id = outbox.submit(mail, SubmitOptions.standard()).id();
            worker.untilEmpty();
            assertThat(outbox.show(id).orElseThrow().state()).isEqualTo(MailState.ACCEPTED);
            assertThat(server.received().get(0).content())
                    .hasSize((int) outbox.show(id).orElseThrow().size());
        }
        assertThat(count("outbox_upload")).isZero();
    }

    @Test
    void historyGoesAfterItsTimeAndWhatIsWantedStays() throws Exception {
        List<String> ids = new ArrayList<>();
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = OutboxWorker.builder(outbox)
                        .route("default", Mailer.builder().server(server.url()))
                        .build()
                        .start()) {
            for (int i = 0; i < 20; i++) {
                ids.add(outbox.submit(Letters.mail("m" + i, "bob@example.net"), key("k" + i))
                        .id());
            }
            worker.untilEmpty();
            clock.jump(Duration.ofDays(1));
            ids.add(outbox.submit(
                            Letters.mail("held", "bob@example.net"),
                            SubmitOptions.standard().withRoute("other"))
                    .id());
            clock.jump(Duration.ofDays(10));
        }
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = OutboxWorker.builder(outbox)
                        .route("default", Mailer.builder().server(server.url()))
                        .build()
                        .start()) {
            await().until(() -> outbox.list(MailQuery.all()).size() == 1);
            worker.untilEmpty();
        }
        assertThat(outbox.show(ids.get(20))).isPresent();
        assertThat(count("outbox_content_chunk")).isEqualTo(1);
        assertThat(count("outbox_attempt")).isZero();
        assertThat(count("outbox_submit_key")).isZero();
    }

    /** So many octets of lines, none of them kept. */
    private static final class Lines extends InputStream {
        private int left;

        Lines(int octets) {
            left = octets - octets % 72;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int n = Math.min(left, length);
            for (int i = 0; i < n; i++) {
                into[offset + i] = (byte) read();
            }
            return n == 0 && length > 0 ? -1 : n;
        }

        @Override
        public int read() {
            if (left == 0) {
                return -1;
            }
            int column = left-- % 72;
            return column == 2 ? '\r' : column == 1 ? '\n' : 'y';
        }
    }

    long count(String table) throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }
}
