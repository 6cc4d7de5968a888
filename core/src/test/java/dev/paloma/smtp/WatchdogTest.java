package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    /** Two lines that come at the same moment while it sleeps: it must not sleep on because each left it to the other. */
    @Test
    void wakesUpForLinesThatComeAtTheSameMoment() throws Exception {
        Watchdog watchdog = new Watchdog();
        Thread runner = new Thread(watchdog);
        runner.start();
        CyclicBarrier together = new CyclicBarrier(2);
        for (int round = 0; round < 300; round++) {
            CountDownLatch looked = new CountDownLatch(2);
            Watchdog.Watched one = looked::countDown;
            Watchdog.Watched other = new CountDownWatched(looked);
            Thread second = new Thread(() -> addTogether(watchdog, other, together));
            second.start();
            addTogether(watchdog, one, together);
            second.join();
            assertThat(looked.await(10, TimeUnit.SECONDS)).as("round %d", round).isTrue();
            watchdog.remove(one);
            watchdog.remove(other);
        }
        watchdog.close();
        runner.join();
    }

    private record CountDownWatched(CountDownLatch looked) implements Watchdog.Watched {
        @Override
        public void look() {
            looked.countDown();
        }
    }

    private static void addTogether(Watchdog watchdog, Watchdog.Watched line, CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        watchdog.add(line);
    }
}
