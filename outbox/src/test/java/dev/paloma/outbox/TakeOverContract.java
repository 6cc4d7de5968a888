package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paloma.Mailer;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that die, and workers that stand still for too long. */
@ExtendWith(NoLeaks.class)
abstract class TakeOverContract {
    private static final Duration LEASE = Duration.ofMillis(900);
    /** However slow the disk is. */
    private static final Duration LONG = Duration.ofMinutes(5);

    final TestClock clock = new TestClock();
    final List<OutboxEvent> events = Collections.synchronizedList(new ArrayList<>());
    final Gate gate = new Gate();
    Place place;
    Outbox outbox;
    Outbox paused;

    abstract Place place() throws Exception;

    @BeforeEach
    void open() throws Exception {
        place = place();
        outbox = place.open(clock);
        paused = place.open(clock, gate);
    }

    @AfterEach
    void close() {
        gate.shut(false);
        paused.close();
        outbox.close();
        place.close();
    }

    private OutboxWorkerBuilder worker(Outbox at, FakeSmtpServer server) {
        return OutboxWorker.builder(at)
                .route("default", Mailer.builder().server(server.url()))
                .poll(Duration.ofMillis(50))
                .lease(LEASE)
                .listener(events::add);
    }

    private String submit(String subject) {
        return outbox.submit(Letters.mail(subject, "bob@example.net"), SubmitOptions.standard())
                .id();
    }

    private MailStatus show(String id) {
        return outbox.show(id).orElseThrow();
    }

    /** A worker that claimed two and began one of them, and was never heard of again. */
    private long deadWorker(Identity identity) {
        return outbox.writers().write("test", 0, session -> {
            long id = Leases.register(session, identity, LEASE.toMillis());
            Claim claim = new Claim(id, "default", 2, domain -> 10, Destination.START);
            List<Claimed> jobs = Claims.run(session, claim).jobs();
            new Ledger(session, id).begin(List.of(jobs.get(0)), clock.millis());
            return id;
        });
    }

    @Test
    void F68_whatADeadWorkerHadBegunIsInDoubtAndSentAgainAndWhatItHadClaimedIsJustSent() throws Exception {
        String begun = submit("begun");
        String claimed = submit("claimed");
        deadWorker(Identity.own()); // its process is there, so only its silence tells
        assertThat(show(begun).state()).isEqualTo(MailState.SENDING);
        assertThat(show(begun).attempts())
                .hasSize(1)
                .allSatisfy(one -> assertThat(one.ended()).isNull());
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(outbox, server).build().start()) {
            worker.untilEmpty();
            assertThat(server.received()).hasSize(2);
            await().until(() -> events.stream().anyMatch(event -> event.kind() == OutboxEvent.Kind.IN_DOUBT));
        }
        assertThat(show(begun).attempts())
                .extracting(MailStatus.Attempt::outcome)
                .containsExactly(MailStatus.Result.ABANDONED, MailStatus.Result.ACCEPTED);
        assertThat(show(claimed).attempts())
                .extracting(MailStatus.Attempt::outcome)
                .containsExactly(MailStatus.Result.ACCEPTED);
    }

    @Test
    void aDeadWorkersDoubtsAreHeldWhereThatIsThePolicy() throws Exception {
        String begun = submit("begun");
        submit("claimed");
        deadWorker(Identity.own());
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker =
                        worker(outbox, server).holdDoubtful().build().start()) {
            worker.untilEmpty();
            assertThat(show(begun).state()).isEqualTo(MailState.HELD);
            assertThat(DeliveryContract.subjects(server)).containsExactly("claimed");
            outbox.release(begun);
            worker.untilEmpty();
        }
        assertThat(show(begun).state()).isEqualTo(MailState.ACCEPTED);
        assertThat(show(begun).attempts())
                .extracting(MailStatus.Attempt::number)
                .containsExactly(1, 2);
    }

    @Test
    void aProcessThatIsGoneIsNoticedAtOnce() throws Exception {
        Identity own = Identity.own();
        if (own.place().isEmpty()) {
            assertThat(own.isGone()).isFalse();
            return; // only Linux tells
        }
        submit("begun");
        submit("claimed");
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        deadWorker(new Identity("gone", own.place(), process.pid(), 1));
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(outbox, server)
                        .lease(Duration.ofHours(1))
                        .build()
                        .start()) {
            worker.untilEmpty();
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void whatAPausedWorkerSaysLateIsANoteOnceTheMailHasBeenSentAnew() throws Exception {
        AtomicInteger contents = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(
                                Step.CONTENT,
                                request -> contents.incrementAndGet() == 1
                                        ? Reply.usual().once(answer)
                                        : request.usual())
                        .start();
                OutboxWorker one = worker(paused, server).build().start()) {
            String id = submit("twice");
            await().until(() -> contents.get() == 1);
            gate.shut(true);
            try (OutboxWorker two = worker(outbox, server).build()) {
                two.start();
                await().until(() -> show(id).state() == MailState.ACCEPTED);
            }
            answer.countDown();
            gate.shut(false);
            await().until(() -> show(id).attempts().get(0).late() != null);
            MailStatus mail = show(id);
            assertThat(mail.attempts())
                    .extracting(MailStatus.Attempt::outcome)
                    .containsExactly(MailStatus.Result.ABANDONED, MailStatus.Result.ACCEPTED);
            assertThat(mail.attempts().get(0).late()).startsWith("accepted");
            String next = submit("next"); // under a new number it works on
            one.untilEmpty();
            assertThat(show(next).state()).isEqualTo(MailState.ACCEPTED);
            assertThat(DeliveryContract.subjects(server)).containsExactlyInAnyOrder("twice", "twice", "next");
        }
    }

    @Test
    void whatAPausedWorkerSaysLateCountsIfItWasAcceptedAndNotBegunAnew() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.CONTENT, Reply.usual().once(answer))
                        .start();
                OutboxWorker one = worker(paused, server).build().start()) {
            String id = submit("once");
            await().until(() ->
                    show(id).state() == MailState.SENDING && show(id).attempts().size() == 1);
            gate.shut(true);
            try (OutboxWorker two = worker(outbox, server).holdDoubtful().build()) {
                two.start();
                await().until(() -> show(id).state() == MailState.HELD);
            }
            answer.countDown();
            gate.shut(false);
            await().until(() -> show(id).state() == MailState.ACCEPTED);
            one.untilEmpty();
            assertThat(server.received()).hasSize(1);
            assertThat(show(id).attempts())
                    .extracting(MailStatus.Attempt::outcome)
                    .containsExactly(MailStatus.Result.ABANDONED);
        }
    }

    @Test
    void aClosedWorkerLeavesNothingBehindThatOthersWouldWaitFor() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (FakeSmtpServer slow = FakeSmtpServer.builder()
                .at(Step.CONTENT, Reply.usual().once(answer))
                .start()) {
            OutboxWorker worker = worker(outbox, slow).connections(1).build().start();
            for (int i = 0; i < 50; i++) {
                submit("m" + i);
            }
            await().until(() ->
                    !slow.transcript().toString().isEmpty() && outbox.stats().mails(MailState.SENDING) > 0);
            answer.countDown();
            worker.close();
            OutboxStats stats = outbox.stats();
            assertThat(stats.mails()).containsEntry(MailState.SENDING, 0L);
            assertThat(stats.workers()).isEmpty();
            assertThat(stats.mails(MailState.ACCEPTED))
                    .isEqualTo(slow.received().size());
            assertThat(stats.mails(MailState.ACCEPTED) + stats.mails(MailState.QUEUED))
                    .isEqualTo(50);
        }
    }

    @Test
    void twoWorkersShareTheWorkAndSendNothingTwice() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker one = worker(outbox, server).lease(LONG).build().start();
                OutboxWorker two = worker(paused, server).lease(LONG).build().start()) {
            List<Outbox.Submission> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                all.add(new Outbox.Submission(
                        Letters.mail("m" + i, "r@d" + i % 20 + ".example"), SubmitOptions.standard()));
            }
            outbox.submitAll(all);
            one.untilEmpty();
            two.untilEmpty();
            assertThat(DeliveryContract.subjects(server))
                    .doesNotHaveDuplicates()
                    .hasSize(1000);
        }
        assertThat(outbox.stats().mails()).containsEntry(MailState.ACCEPTED, 1000L);
    }

    @Test
    void aRetryThatASetBackClockPutOutOfReachIsDue() throws Exception {
        AtomicInteger times = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT, request -> times.incrementAndGet() == 1 ? Reply.of(450, "4.2.0 later") : request.usual())
                .start()) {
            String id = submit("one");
            try (OutboxWorker worker = worker(outbox, server).build().start()) {
                worker.untilIdle();
            }
            clock.jump(Duration.ofDays(-30));
            try (OutboxWorker worker = worker(outbox, server).build().start()) {
                worker.untilEmpty();
            }
            assertThat(show(id).state()).isEqualTo(MailState.ACCEPTED);
        }
    }

    @Test
    void aClockThatJumpsAheadExpiresNothing() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT, Reply.of(450, "4.2.0 later"))
                        .start();
                OutboxWorker worker = worker(outbox, server).build().start()) {
            String id = submit("one");
            worker.untilIdle();
            clock.jump(Duration.ofDays(30));
            await().until(() -> show(id).attempts().size() == 2);
            worker.untilIdle();
            assertThat(show(id).state()).isEqualTo(MailState.QUEUED);
        }
    }

    @Test
    void leasesDontMindTheClock() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker one = worker(outbox, server).build().start();
                OutboxWorker two = worker(paused, server).build().start()) {
            for (int i = 0; i < 6; i++) {
                clock.jump(Duration.ofDays(i % 2 == 0 ? 400 : -400));
                submit("m" + i);
                Thread.sleep(LEASE.toMillis() / 3); // time for beats and looks under each clock
            }
            one.untilEmpty();
            assertThat(DeliveryContract.subjects(server))
                    .doesNotHaveDuplicates()
                    .hasSize(6);
            assertThat(outbox.stats().workers()).hasSize(2);
            two.untilEmpty();
        }
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement()) {
            assertThat(workers(statement)).isEqualTo(2); // nobody was given up and came back under another number
        }
    }

    private static int workers(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("SELECT count(*) FROM outbox_worker")) {
            return row.next() ? row.getInt(1) : -1;
        }
    }
}
