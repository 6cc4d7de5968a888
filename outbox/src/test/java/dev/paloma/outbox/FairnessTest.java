package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paloma.Mailer;
import dev.paloma.testkit.FakeSmtpServer;
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
                Thread.sleep(500); // the slow ones are on their way
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
        long began = System.nanoTime();
        String id = outbox.submit(Letters.mail(name, "cid@" + name + ".example"), SubmitOptions.standard())
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
}
