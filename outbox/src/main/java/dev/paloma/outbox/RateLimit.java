package dev.paloma.outbox;

import java.time.Duration;

/** So many in a time, evenly spread: what wasn't used up to a tenth of a second ago may be made up for. Used by one thread. */
final class RateLimit {
    private static final long BURST = 100_000_000;

    private final long interval;
    private long next;
    private boolean used;

    private RateLimit(long interval) {
        this.interval = interval;
    }

    static RateLimit none() {
        return new RateLimit(0);
    }

    static RateLimit of(int mails, Duration time) {
        if (mails < 1 || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(
                    "a rate is at least one mail in some time, not " + mails + " in " + time);
        }
        return new RateLimit(Math.max(1, time.toNanos() / mails));
    }

    RateLimit another() {
        return new RateLimit(interval);
    }

    boolean isFree(long nanos) {
        return pause(nanos) == 0;
    }

    void take(long nanos) {
        if (interval > 0) {
            next = !used ? nanos + interval : Math.max(next - nanos, -BURST) + nanos + interval;
            used = true;
        }
    }

    /** Until the next may go. */
    long pause(long nanos) {
        return interval == 0 || !used ? 0 : Math.max(0, next - nanos);
    }

    /** How many may go until then, in nanoseconds. */
    int until(long nanos, long then) {
        if (interval == 0) {
            return Integer.MAX_VALUE;
        }
        long first = used ? Math.max(next, nanos - BURST) : nanos;
        return then < first ? 0 : (int) Math.min(Integer.MAX_VALUE, 1 + (then - first) / interval);
    }

    /** Whether it remembers nothing that matters. */
    boolean isFull() {
        return interval == 0 || !used || next - System.nanoTime() <= 0;
    }
}
