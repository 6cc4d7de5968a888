package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paloma.Mailer;
import dev.paloma.outbox.OutboxWorkerBuilder.DestinationLimits;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class FairnessTest {
    /** Waiting for the slow domain; {@code -Dpaloma.outbox.slow=100000} for more. */
    private static final int SLOW = Integer.getInteger("paloma.outbox.slow", 10_000);

    @TempDir
    Path folder;

    @Test
    void aMailIsntDelayedByThousandsForADomainThatAnswersSlowly() throws Exception {
        try (Outbox outbox = new SqlitePlace(folder).open(Clock.systemUTC())) {
            List<Outbox.Submission> slow = new ArrayList<>();
            for (int i = 0; i < SLOW; i++) {
                slow.add(new Outbox.Submission(Letters.mail("slow" + i, "bob@slow.example"), SubmitOptions.standard()));
            }
            outbox.submitAll(slow);
            try (FakeSmtpServer server = FakeSmtpServer.builder()
                            .at(Step.RCPT.of("bob@slow.example"), Reply.usual().after(Duration.ofSeconds(5)))
                            .start();
                    OutboxWorker worker = OutboxWorker.builder(outbox)
                            .route("default", Mailer.builder().server(server.url()))
                            .build()
                            .start()) {
                assertThat(outbox.stats().mails(MailState.QUEUED)).isPositive();
                await().until(() -> outbox.stats().mails(MailState.SENDING) > 0); // the slow ones are on their way
                for (int i = 0; i < 3; i++) {
                    timely(outbox, "early" + i);
                }
                await().until(() -> outbox.stats().mails(MailState.ACCEPTED) > 3); // it is known to be slow now
                for (int i = 0; i < 20; i++) {
                    timely(outbox, "later" + i);
                }
                outbox.hold(MailQuery.all().withDomain("slow.example"));
                assertThat(worker).isNotNull();
            }
        }
    }

    /** Within two seconds, and as long as the disk takes for the few commits that this needs. */
    private static void timely(Outbox outbox, String name) {
        timely(outbox, name, "cid@" + name + ".example");
    }

    private static void timely(Outbox outbox, String name, String recipient) {
        long began = System.nanoTime();
        String id = outbox.submit(Letters.mail(name, recipient), SubmitOptions.standard())
                .id();
        Duration submit = Duration.ofNanos(System.nanoTime() - began);
        await().atMost(Duration.ofSeconds(2).plus(submit.multipliedBy(10)))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> outbox.show(id).orElseThrow().state() == MailState.ACCEPTED);
    }

    @Test
    void aBulkTagDoesntDelayOthersForTheSameDomain() throws Exception {
        try (Outbox outbox = new SqlitePlace(folder).open(Clock.systemUTC())) {
            List<Outbox.Submission> bulk = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                bulk.add(new Outbox.Submission(
                        Letters.mail("bulk" + i, "bob@example.net"),
                        SubmitOptions.standard().withTags("news")));
            }
            outbox.submitAll(bulk);
            String single = outbox.submit(Letters.mail("single", "cid@example.net"), SubmitOptions.standard())
                    .id();
            try (FakeSmtpServer server = FakeSmtpServer.start();
                    OutboxWorker worker = OutboxWorker.builder(outbox)
                            .route("default", Mailer.builder().server(server.url()))
                            .build()
                            .start()) {
                worker.untilEmpty();
                assertThat(outbox.show(single).orElseThrow().state()).isEqualTo(MailState.ACCEPTED);
                assertThat(DeliveryContract.subjects(server).indexOf("single")).isBetween(0, 100);
            }
        }
    }

    @Test
    void aMailIsntDelayedByManyDomainsThatAnswerSlowly() throws Exception {
        FakeSmtpServerBuilder script = FakeSmtpServer.builder();
        List<Outbox.Submission> slow = new ArrayList<>();
        for (int i = 0; i < 80 * 20; i++) {
            String domain = "slow" + i % 80 + ".example";
            slow.add(new Outbox.Submission(Letters.mail("s" + i, "bob@" + domain), SubmitOptions.standard()));
        }
        for (int i = 0; i < 80; i++) {
            script.at(Step.RCPT.of("bob@slow" + i + ".example"), Reply.usual().after(Duration.ofSeconds(3)));
        }
        try (Outbox outbox = new SqlitePlace(folder).open(Clock.systemUTC())) {
            outbox.submitAll(slow);
            try (FakeSmtpServer server = script.start();
                    OutboxWorker worker = OutboxWorker.builder(outbox)
                            .route("default", Mailer.builder().server(server.url()))
                            .build()
                            .start()) {
                await().until(() -> outbox.stats().mails(MailState.ACCEPTED) >= 3);
                timely(outbox, "first");
                for (int i = 0; i < 5; i++) {
                    timely(outbox, "early" + i, "cid@first.example");
                }
                long known = outbox.stats().mails(MailState.ACCEPTED);
                await().until(() ->
                        outbox.stats().mails(MailState.ACCEPTED) > known); // the next slow ones are on their way
                timely(outbox, "late");
                outbox.hold(MailQuery.all());
                assertThat(worker).isNotNull();
            }
        }
    }

    @Test
    void aMailIsntDelayedByADomainThatMayGetFew() throws Exception {
        try (Outbox outbox = new SqlitePlace(folder).open(Clock.systemUTC())) {
            List<Outbox.Submission> many = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                many.add(new Outbox.Submission(Letters.mail("m" + i, "bob@few.example"), SubmitOptions.standard()));
            }
            outbox.submitAll(many);
            try (FakeSmtpServer server = FakeSmtpServer.start();
                    OutboxWorker worker = OutboxWorker.builder(outbox)
                            .route("default", Mailer.builder().server(server.url()))
                            .destination("few.example", new DestinationLimits(100, 20, Duration.ofSeconds(1)))
                            .build()
                            .start()) {
                await().until(() -> outbox.stats().mails(MailState.ACCEPTED) >= 60);
                assertThat(outbox.stats().mails(MailState.SENDING)).isLessThan(30);
                timely(outbox, "another");
                long before = outbox.stats().mails(MailState.ACCEPTED);
                Thread.sleep(2000);
                assertThat(outbox.stats().mails(MailState.ACCEPTED) - before).isBetween(25L, 60L); // the rate is used
                outbox.hold(MailQuery.all());
                assertThat(worker).isNotNull();
            }
        }
    }

    @Test
    void aSlowDomainHasMoreConnectionsWhileNobodyElseWaits() throws Exception {
        try (Outbox outbox = new SqlitePlace(folder).open(Clock.systemUTC());
                FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT, Reply.usual().after(Duration.ofSeconds(2)))
                        .start();
                OutboxWorker worker = OutboxWorker.builder(outbox)
                        .route("default", Mailer.builder().server(server.url()))
                        .build()) {
            for (int i = 0; i < 6; i++) {
                outbox.submit(Letters.mail("m" + i, "bob@slow.example"), SubmitOptions.standard());
            }
            long began = System.nanoTime();
            worker.start();
            worker.untilEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
            assertThat(server.received()).hasSize(6);
        }
    }
}
