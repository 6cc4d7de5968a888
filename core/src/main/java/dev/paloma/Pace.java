package dev.paloma;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Spreads mails evenly over time. Whoever is late, by a timer's imprecision, may catch up a little. Thread-safe. */
final class Pace {
    private static final long CATCH_UP = TimeUnit.MILLISECONDS.toNanos(20);

    private final long interval;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    private Pace(long interval) {
        this.interval = interval;
    }

    /** As fast as it goes. */
    static Pace unlimited() {
        return new Pace(0);
    }

    /**
     * So many mails in each such time.
     *
     * @throws IllegalArgumentException if either isn't above zero
     */
    static Pace of(int mails, Duration time) {
        if (mails < 1 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a rate is at least one mail in a time above zero");
        }
        return new Pace(Math.max(1, time.toNanos() / mails));
    }

    /** Whether the next mail needn't wait. */
    boolean isFree() {
        return interval == 0 || next.get() - System.nanoTime() <= 0;
    }

    /** Waits for the next mail's turn. */
    void await() throws InterruptedException {
        if (interval == 0) {
            return;
        }
        long now = System.nanoTime();
        long turn = next.getAndUpdate(slot -> Math.max(slot - now, -CATCH_UP) + now + interval);
        for (long left = turn - now; left > 0; left = turn - System.nanoTime()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(left);
        }
    }
}
