package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final int ROUNDS = 80;

    /** Two lines that come at the same moment while it sleeps: it must not sleep on because each left it to the other. */
    @Test
    void wakesUpForLinesThatComeAtTheSameMoment() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Watchdog watchdog = new Watchdog();
            Thread runner = new Thread(watchdog);
            runner.start();
            while (runner.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            CountDownLatch looked = new CountDownLatch(1);
            AtomicInteger ready = new AtomicInteger();
            Thread other = new Thread(() -> addTogether(watchdog, looked, ready));
            other.start();
            addTogether(watchdog, looked, ready);
            other.join();
            boolean awake = looked.await(5, TimeUnit.SECONDS);
            watchdog.close();
            runner.join();
            assertThat(awake).as("round %d", round).isTrue();
        }
    }

    private static void addTogether(Watchdog watchdog, CountDownLatch looked, AtomicInteger ready) {
        Watchdog.Watched line = new Watchdog.Watched() {
            @Override
            public void look() {
                looked.countDown();
            }
        };
        ready.incrementAndGet();
        while (ready.get() < 2) {
            Thread.onSpinWait();
        }
        watchdog.add(line);
    }
}
