package dev.paloma;

import java.time.Duration;

/**
 * Notices that the machine stood still: a thread that only sleeps came back far too late. What a run with short limits
 * shows is worth nothing then, so {@link Case} makes it again.
 */
final class StallWatch {
    /** Half of the limit that runs give a stage. */
    private static final long STALL = Duration.ofMillis(75).toNanos();

    private static final long TICK_MILLIS = 10;

    private final Thread thread = new Thread(this::watch, "stall watch");
    private volatile long tick = System.nanoTime();
    private volatile long stalled = tick - STALL;

    StallWatch() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether there was a stall after this moment of {@link System#nanoTime}, or there is one now. */
    boolean since(long moment) {
        return System.nanoTime() - tick > STALL || stalled - moment > 0;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                long now = System.nanoTime();
                if (now - tick > STALL) {
                    stalled = now;
                }
                tick = now;
            }
        } catch (InterruptedException e) {
            // ended
        }
    }

    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
