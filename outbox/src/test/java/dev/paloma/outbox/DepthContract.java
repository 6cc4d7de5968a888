package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paloma.Mailer;
import dev.paloma.message.Mail;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How little it matters how many mails wait. With {@code -Dpaloma.outbox.depth=1000000} so many, and what is promised is
 * asked for; else a few, and room for a busy machine.
 */
@ExtendWith(NoLeaks.class)
abstract class DepthContract {
    private static final int DEPTH = Integer.getInteger("paloma.outbox.depth", 10_000);
    private static final boolean WHOLE = DEPTH >= 1_000_000;
    private static final int SHALLOW = 1000;
    private static final int DOMAINS = 100;
    private static final int AT_A_TIME = 100;

    abstract Place place() throws Exception;

    @Test
    void claimsAndTheStartOfAWorkerDoNotDependOnTheDepth() throws Exception {
        try (Place place = place();
                Outbox outbox = place.open(Clock.systemUTC())) {
            fill(outbox, 0, SHALLOW);
            claim(place); // compiled from now on
            double shallow = claim(place);
            fill(outbox, SHALLOW, DEPTH);
            double deep = claim(place);
            long before = used();
            Duration start = start(outbox);
            long more = (used() - before) >> 20;
            System.out.printf(
                    "outbox depth, %s: a claim of %d takes %.0f µs at %d, %.0f at %d; a worker's first mail after %d ms, %d MiB%n",
                    place.getClass().getSimpleName(), AT_A_TIME, shallow, SHALLOW, deep, DEPTH, start.toMillis(), more);

            assertThat(deep / shallow).isLessThan(WHOLE ? 1.5 : 4);
            assertThat(start).isLessThan(Duration.ofSeconds(WHOLE ? 2 : 5));
            assertThat(more).isLessThan(64);
        }
    }

    private static void fill(Outbox outbox, int from, int to) {
        for (int first = from; first < to; first += SHALLOW) {
            List<Outbox.Submission> some = new ArrayList<>();
            for (int i = first; i < Math.min(to, first + SHALLOW); i++) {
                Mail mail = Letters.mail("m" + i, "bob@d" + i % DOMAINS + ".example");
                some.add(new Outbox.Submission(mail, SubmitOptions.standard()));
            }
            outbox.submitAll(some);
        }
    }

    /** The median, in microseconds; what was claimed is given back by not being written. */
    private static double claim(Place place) throws SQLException {
        Database database = place.database(Clock.systemUTC(), Hook.NONE);
        try (Session session = database.open()) {
            database.begin(session);
            long worker = Leases.register(session, Identity.own(), 60_000);
            database.commit(session);
            long[] times = new long[61];
            Destination after = Destination.START;
            for (int i = 0; i < times.length; i++) {
                database.begin(session);
                long began = System.nanoTime();
                Claims.Result result =
                        Claims.run(session, new Claim(worker, "default", AT_A_TIME, domain -> AT_A_TIME, after));
                times[i] = System.nanoTime() - began;
                database.rollback(session);
                after = result.last();
                assertThat(result.jobs()).hasSize(AT_A_TIME);
            }
            database.begin(session);
            Leases.leave(session, worker);
            database.commit(session);
            Arrays.sort(times);
            return times[times.length / 2] / 1e3;
        }
    }

    private static Duration start(Outbox outbox) {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            long began = System.nanoTime();
            try (OutboxWorker worker = OutboxWorker.builder(outbox)
                    .route("default", Mailer.builder().server(server.url()))
                    .build()) {
                worker.start();
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> !server.received().isEmpty());
                return Duration.ofNanos(System.nanoTime() - began);
            }
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
