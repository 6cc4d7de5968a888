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
    private static final int ROUNDS = 100;

    /** An empty one each time. */
    abstract Place place() throws Exception;

    @Test
    void claimsAndTheStartOfAWorkerDoNotDependOnTheDepth() throws Exception {
        try (Place few = place();
                Place many = place();
                Outbox shallow = few.open(Clock.systemUTC());
                Outbox deep = many.open(Clock.systemUTC())) {
            fill(shallow, SHALLOW);
            fill(deep, DEPTH);
            double ratio = compare(few, many);
            long before = used();
            Duration start = start(deep);
            long more = (used() - before) >> 20;
            System.out.printf("a worker's first mail after %d ms, %d MiB%n", start.toMillis(), more);

            assertThat(ratio).isLessThan(WHOLE ? 1.5 : 4);
            assertThat(start).isLessThan(Duration.ofSeconds(WHOLE ? 2 : 5));
            assertThat(more).isLessThan(64);
        }
    }

    /** By turns, so that what else the machine does meets both. */
    private static double compare(Place few, Place many) throws SQLException {
        try (Claimer shallow = new Claimer(few);
                Claimer deep = new Claimer(many)) {
            for (int i = 0; i < ROUNDS; i++) {
                shallow.claim();
                deep.claim();
            }
            System.out.printf(
                    "outbox depth, %s: a claim of %d takes %.0f µs at %d, %.0f at %d; ",
                    few.getClass().getSimpleName(), AT_A_TIME, shallow.median(), SHALLOW, deep.median(), DEPTH);
            return deep.median() / shallow.median();
        }
    }

    private static void fill(Outbox outbox, int number) {
        for (int first = 0; first < number; first += SHALLOW) {
            List<Outbox.Submission> some = new ArrayList<>();
            for (int i = first; i < first + SHALLOW; i++) {
                Mail mail = Letters.mail("m" + i, "bob@d" + i % DOMAINS + ".example");
                some.add(new Outbox.Submission(mail, SubmitOptions.standard()));
            }
            outbox.submitAll(some);
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

    /** Claims again and again; what it claimed is given back by not being written. */
    private static final class Claimer implements AutoCloseable {
        private final Database database;
        private final Session session;
        private final long worker;
        private final List<Long> times = new ArrayList<>();
        private Destination after = Destination.START;

        Claimer(Place place) throws SQLException {
            database = place.database(Clock.systemUTC(), Hook.NONE);
            session = database.open();
            database.begin(session);
            worker = Leases.register(session, Identity.own(), 60_000);
            database.commit(session);
        }

        void claim() throws SQLException {
            database.begin(session);
            long began = System.nanoTime();
            Claims.Result result =
                    Claims.run(session, new Claim(worker, "default", AT_A_TIME, domain -> AT_A_TIME, after));
            times.add(System.nanoTime() - began);
            database.rollback(session);
            after = result.last();
            assertThat(result.jobs()).hasSize(AT_A_TIME);
        }

        /** In microseconds, of the later half: by then all is compiled and read. */
        double median() {
            List<Long> late = times.subList(times.size() / 2, times.size()).stream()
                    .sorted()
                    .toList();
            return late.get(late.size() / 2) / 1e3;
        }

        @Override
        public void close() throws SQLException {
            try (session) {
                database.begin(session);
                Leases.leave(session, worker);
                database.commit(session);
            }
        }
    }
}
