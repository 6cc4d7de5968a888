package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.paloma.Mailer;
import dev.paloma.message.Content;
import dev.paloma.message.Mail;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers in trouble: with the database at the wrong moment, with their listener, and with people who step in. */
@ExtendWith(NoLeaks.class)
abstract class TroubleContract {
    private static final Duration LEASE = Duration.ofMillis(600);

    final TestClock clock = new TestClock();
    final List<OutboxException> troubles = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger failing = new AtomicInteger();
    final AtomicBoolean loses = new AtomicBoolean();
    Place place;
    Outbox outbox;

    abstract Place place() throws Exception;

    @BeforeEach
    void open() throws Exception {
        place = place();
        outbox = place.open(clock, new Hook() {
            @Override
            public void beforeBegin() throws SQLException {
                if (failing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    throw new SQLException("no database (for the test)");
                }
            }

            @Override
            public void afterCommit() throws SQLException {
                if (loses.get() && number("SELECT count(*) FROM outbox_job WHERE state = 3") > 0) {
                    loses.set(false);
                    throw new SQLException("connection lost in the commit (for the test)", "08006");
                }
            }
        });
    }

    @AfterEach
    void close() {
        outbox.close();
        place.close();
    }

    /** Hears nothing but trouble. */
    private class Ears implements OutboxListener {
        @Override
        public void ended(OutboxEvent event) {}

        @Override
        public void troubled(OutboxException trouble) {
            troubles.add(trouble);
        }
    }

    private OutboxWorkerBuilder worker(FakeSmtpServer server) {
        return OutboxWorker.builder(outbox)
                .route("default", Mailer.builder().server(server.url()))
                .poll(Duration.ofMillis(50))
                .lease(LEASE)
                .restAfterTrouble(Duration.ofMillis(50))
                .listener(new Ears());
    }

    private String submit(String subject) {
        return outbox.submit(Letters.mail(subject, "bob@example.net"), SubmitOptions.standard())
                .id();
    }

    private MailStatus show(String id) {
        return outbox.show(id).orElseThrow();
    }

    long number(String sql) throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long begun() throws SQLException {
        return number("SELECT count(*) FROM outbox_job WHERE state = 3");
    }

    @Test
    void whatAWorkerCouldntWriteDownBeforeItsEndIsTakenOver() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.CONTENT, Reply.usual().once(answer))
                .start()) {
            String id = submit("one");
            OutboxWorker first =
                    worker(server).lease(Duration.ofSeconds(2)).build().start();
            await().until(() -> begun() == 1);
            Thread closing = new Thread(first::close);
            closing.start();
            await().until(() -> closing.getState() == Thread.State.WAITING);
            failing.set(3);
            answer.countDown();
            closing.join();
            assertThat(begun()).isEqualTo(1);
            try (OutboxWorker second = worker(server).build().start()) {
                second.untilEmpty();
            }
            assertThat(show(id).attempts())
                    .extracting(MailStatus.Attempt::outcome)
                    .containsExactly(MailStatus.Result.ABANDONED, MailStatus.Result.ACCEPTED);
        }
    }

    @Test
    void aWorkerDoesntEndBeforeItKnowsWhatALostCommitHasBegun() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            String id = submit("one");
            loses.set(true);
            OutboxWorker first = worker(server)
                    .restAfterTrouble(Duration.ofSeconds(1))
                    .build()
                    .start();
            await().until(() -> !loses.get());
            first.close();
            assertThat(begun()).isZero();
            assertThat(outbox.stats().workers()).isEmpty();
            try (OutboxWorker second = worker(server).build().start()) {
                second.untilEmpty();
            }
            assertThat(show(id).state()).isEqualTo(MailState.ACCEPTED);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void whatIsHeldAndReleasedWhileItIsClaimedIsSentOnce() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT, Reply.usual().after(Duration.ofMillis(500)))
                        .start();
                OutboxWorker worker =
                        worker(server).lease(Duration.ofMinutes(5)).build()) {
            for (int i = 0; i < 6; i++) {
                submit("m" + i);
            }
            worker.start();
            await().until(() -> number("SELECT count(*) FROM outbox_job WHERE state = 2") > 0);
            assertThat(outbox.hold(MailQuery.all())).isPositive();
            assertThat(outbox.release(MailQuery.all())).isPositive();
            worker.untilEmpty();
            assertThat(DeliveryContract.subjects(server))
                    .doesNotHaveDuplicates()
                    .hasSize(6);
        }
    }

    @Test
    void aLargeMailThatCantBeReadForNowIsTriedAgain() throws Exception {
        byte[] large = ("From: ann@example.org\r\nSubject: large\r\n\r\n"
                        + "x".repeat(70).concat("\r\n").repeat(10_000))
                .getBytes(StandardCharsets.US_ASCII);
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(server).build()) {
            Mail mail = new Mail(Letters.envelope("bob@example.net"), Content.of(large));
            String id = outbox.submit(mail, SubmitOptions.standard().withExpires(Duration.ZERO))
                    .id();
            execute("ALTER TABLE outbox_content_chunk RENAME TO away");
            worker.start();
            await().until(() -> show(id).attempts().stream().anyMatch(attempt -> attempt.ended() != null));
            execute("ALTER TABLE away RENAME TO outbox_content_chunk");
            assertThat(show(id).state()).isEqualTo(MailState.QUEUED);
            clock.jump(Duration.ofMinutes(7));
            worker.untilEmpty();
            assertThat(show(id).state()).isEqualTo(MailState.ACCEPTED);
            assertThat(server.received().get(0).content()).isEqualTo(large);
        }
    }

    @Test
    void anErrorOfTheListenersIsTroubleAndNotTheEndOfTheWorker() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(server)
                        .listener(new Ears() {
                            @Override
                            public void ended(OutboxEvent event) {
                                throw new AssertionError("not now");
                            }
                        })
                        .build()
                        .start()) {
            for (int i = 0; i < 3; i++) {
                submit("m" + i);
                worker.untilEmpty();
            }
            await().until(() -> troubles.size() > 5); // told again, too
            assertThat(troubles).allSatisfy(trouble -> assertThat(trouble).hasMessage("the listener failed: not now"));
            assertThat(server.received()).hasSize(3);
        }
    }

    @Test
    void anErrorInARoutesThreadIsTroubleAndNotTheEndOfTheWorker() throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        Clock failing = new Clock() {
            @Override
            public Instant instant() {
                if (Thread.currentThread().getName().equals("paloma-outbox-default") && fails.getAndSet(false)) {
                    throw new StackOverflowError("for the test");
                }
                return clock.instant();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Outbox other = place.open(failing);
                OutboxWorker worker = OutboxWorker.builder(other)
                        .route("default", Mailer.builder().server(server.url()))
                        .restAfterTrouble(Duration.ofMillis(50))
                        .listener(new Ears())
                        .build()
                        .start()) {
            String id = submit("one");
            worker.untilEmpty();
            assertThat(show(id).state()).isEqualTo(MailState.ACCEPTED);
            assertThat(server.received()).hasSize(1);
            assertThat(troubles).hasSize(1);
        }
    }

    @Test
    void nobodyWaitsForAWorkerThatHasEnded() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            OutboxWorker worker = worker(server).build().start();
            worker.close();
            worker.untilEmpty();
            submit("one");
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(worker::untilEmpty)
                    .withMessage("the worker has ended, and there is still something to send");
        }
    }

    @Test
    void aListenerThatTakesItsTimeCostsNoLeaseAndOneThatFailsHoldsUpNothingBehindIt() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch stands = new CountDownLatch(1);
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        String bad = submit("bad");
        String good = submit("good");
        OutboxListener slow = new Ears() {
            @Override
            public void ended(OutboxEvent event) {
                if (event.mail().equals(bad) || !event.repeated()) {
                    throw new IllegalStateException("not now");
                }
                stands.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                told.add(event.mail());
            }
        };
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker one = worker(server).listener(slow).build().start();
                OutboxWorker two = worker(server).build()) {
            one.untilEmpty();
            two.start();
            stands.await();
            long beats = number("SELECT min(beat) FROM outbox_worker");
            await().until(() -> number("SELECT min(beat) FROM outbox_worker WHERE alive = 1") > beats + 6);
            assertThat(number("SELECT count(*) FROM outbox_worker")).isEqualTo(2);
            goOn.countDown();
            await().until(() -> !told.isEmpty());
        }
        assertThat(told).containsOnly(good);
    }

    @Test
    void aWorkerLeavesTheRetriesOfOtherRoutesAlone() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT, Reply.of(450, "4.2.0 later"))
                .start()) {
            outbox.submit(
                    Letters.mail("one", "bob@example.net"),
                    SubmitOptions.standard().withRoute("bulk"));
            try (OutboxWorker bulk = OutboxWorker.builder(outbox)
                    .route("bulk", Mailer.builder().server(server.url()))
                    .retry(Duration.ofHours(12), Duration.ofHours(24))
                    .build()
                    .start()) {
                bulk.untilIdle();
            }
            try (OutboxWorker other = worker(server).build().start()) {
                // time for its first round of housekeeping
                await().until(() -> number("SELECT min(beat) FROM outbox_worker WHERE alive = 1") > 3);
                assertThat(other).isNotNull();
            }
            assertThat(number("SELECT state FROM outbox_job")).isEqualTo(JobState.WAITING);
        }
    }

    @Test
    void aServerThatHangsUpBecauseOfOneRecipientHoldsUpOnlyHisMail() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT.of("bob@example.net"), Reply.of(421, "4.7.0 not for you"))
                        .start();
                OutboxWorker worker = worker(server).build().start()) {
            String id = submit("one");
            worker.untilIdle();
            assertThat(show(id).attempts())
                    .extracting(MailStatus.Attempt::outcome)
                    .containsExactly(MailStatus.Result.DEFERRED);
            assertThat(show(id).times().next()).isAfter(clock.instant().plus(Duration.ofMinutes(4)));
            String other = outbox.submit(Letters.mail("two", "cid@example.com"), SubmitOptions.standard())
                    .id();
            worker.untilIdle();
            assertThat(show(other).attempts())
                    .extracting(MailStatus.Attempt::outcome)
                    .containsExactly(MailStatus.Result.ACCEPTED);
        }
    }
}
