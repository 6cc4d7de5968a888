package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.paloma.message.Mail;
import dev.paloma.testkit.NoLeaks;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many who write at once. */
@ExtendWith(NoLeaks.class)
abstract class WritingContract {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ROOM = 4096;

    final Gate gate = new Gate();
    Place place;
    Outbox outbox;

    abstract Place place() throws Exception;

    @BeforeEach
    void open() throws Exception {
        place = place();
        outbox = place.open(new TestClock(), gate);
    }

    @AfterEach
    void close() {
        outbox.close();
        place.close();
    }

    @Test
    void whatWaitsWhenItIsClosedIsWrittenAndNothingElseIsSaidOfIt() throws Exception {
        Mail mail = Letters.mail("one", "bob@example.net");
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        Queue<CompletableFuture<?>> ends = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        gate.shut(true);
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                while (true) {
                    try {
                        CompletableFuture<?> one = outbox.submitAsync(mail, SubmitOptions.standard());
                        taken.incrementAndGet();
                        ends.add(
                                one.whenComplete((id, failure) -> (failure == null ? done : failed).incrementAndGet()));
                    } catch (OutboxException e) {
                        assertThat(e).hasMessageContaining("closed");
                        return;
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        await().atMost(LONG).until(() -> taken.get() == ROOM);
        Thread closing = new Thread(outbox::close);
        closing.start();
        await().atMost(LONG).until(() -> closing.getState() == Thread.State.WAITING);
        gate.shut(false);
        closing.join(LONG.toMillis());
        assertThat(closing.isAlive()).isFalse();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failed.get()).isZero();
        assertThat(ends).hasSize(taken.get());
        assertThat(done.get()).isEqualTo(taken.get()).isEqualTo(count());
    }

    @Test
    void whoIsToldOfASubmitMaySubmitMoreHoweverMuchWaits() throws Exception {
        Mail mail = Letters.mail("one", "bob@example.net");
        List<CompletableFuture<?>> all = new ArrayList<>();
        gate.shut(true);
        for (int i = 0; i < ROOM; i++) {
            CompletableFuture<?> one = outbox.submitAsync(mail, SubmitOptions.standard());
            all.add(i % 100 == 0 ? one.thenCompose(id -> outbox.submitAsync(mail, SubmitOptions.standard())) : one);
        }
        gate.shut(false);
        for (CompletableFuture<?> one : all) {
            one.get(60, TimeUnit.SECONDS);
        }
        assertThat(count()).isEqualTo(ROOM + (ROOM + 99) / 100);
    }

    @Test
    void anErrorEndsItsTaskAndNobodyElses() throws Exception {
        gate.shut(true);
        List<CompletableFuture<Integer>> bad = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            bad.add(outbox.writers().later(0, session -> {
                throw new StackOverflowError("for the test");
            }));
        }
        CompletableFuture<?> good =
                outbox.submitAsync(Letters.mail("one", "bob@example.net"), SubmitOptions.standard());
        gate.shut(false);
        for (CompletableFuture<Integer> one : bad) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> one.orTimeout(60, TimeUnit.SECONDS).join())
                    .withCauseInstanceOf(StackOverflowError.class);
        }
        good.get(60, TimeUnit.SECONDS);
        assertThat(count()).isEqualTo(1);
    }

    private int count() throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM outbox_mail")) {
            return row.next() ? row.getInt(1) : -1;
        }
    }
}
