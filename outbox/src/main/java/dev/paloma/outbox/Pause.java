package dev.paloma.outbox;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Rest of a route that failed as a whole: a second at first, twice as long each time, up to five minutes. After it one
 * mail tries the way; the others follow when that has come through. Used by one thread.
 */
final class Pause {
    private static final long FIRST = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);

    private int failures;
    private long until;

    /** The route failed. What was on its way together counts once. */
    void failed(long nanos) {
        if (failures > 0 && until - nanos > 0) {
            return;
        }
        long delay = FIRST;
        for (int i = 0; i < failures && delay < LONGEST; i++) {
            delay *= 2;
        }
        delay = Math.min(delay, LONGEST);
        failures++;
        until = nanos + delay + (long) (delay * ThreadLocalRandom.current().nextDouble() / 4);
    }

    /** A mail came through, whatever became of it. */
    void over() {
        failures = 0;
    }

    /** How long until the next try, in nanoseconds; 0 if it may be now. */
    long left(long nanos) {
        return failures == 0 ? 0 : Math.max(0, until - nanos);
    }

    /** Whether only one may go. */
    boolean isProbing() {
        return failures > 0;
    }
}
