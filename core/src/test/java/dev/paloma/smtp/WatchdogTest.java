package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final int ROUNDS = 80;

    /** One watchdog and its two lines. They take a second to fall asleep: it goes by for all of them at once. */
    private static final class Round {
        final Watchdog watchdog = new Watchdog();
        final Thread runner = new Thread(watchdog);
        final CountDownLatch looked = new CountDownLatch(1);

        boolean isAsleep() {
            return runner.getState() == Thread.State.WAITING;
        }

        void addTwo() throws InterruptedException {
            AtomicInteger ready = new AtomicInteger();
            Thread other = new Thread(() -> addTogether(watchdog, looked, ready));
            other.start();
            addTogether(watchdog, looked, ready);
            other.join();
        }
    }

    /** Two lines that come at the same moment while it sleeps: it must not sleep on because each left it to the other. */
    @Test
    void wakesUpForLinesThatComeAtTheSameMoment() throws InterruptedException {
        List<Round> rounds = Stream.generate(Round::new).limit(ROUNDS).toList();
        rounds.forEach(round -> round.runner.start());
        await().until(() -> rounds.stream().allMatch(Round::isAsleep));
        for (Round round : rounds) {
            round.addTwo();
        }
        for (Round round : rounds) {
            boolean awake = round.looked.await(5, TimeUnit.SECONDS);
            round.watchdog.close();
            round.runner.join();
            assertThat(awake).as("round %d", rounds.indexOf(round)).isTrue();
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
