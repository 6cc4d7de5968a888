package dev.paloma.outbox;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a mail waits after a failure for now: each time twice as long, and up to a quarter more by chance, so that what
 * failed together doesn't come back together; up to a limit. Never less: servers that greylist count the minutes.
 *
 * @param first in milliseconds
 * @param most in milliseconds
 */
record BackOff(long first, long most) {
    /** As Postfix has it. */
    static final BackOff STANDARD = new BackOff(300_000, 4_000_000);

    private static final int DOUBLINGS = 30;

    static BackOff of(Duration first, Duration most) {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0 || most.toDays() > 365) {
            throw new IllegalArgumentException(
                    "a back-off goes from over 0 to at most a year, not from " + first + " to " + most);
        }
        return new BackOff(Math.max(1, first.toMillis()), Math.max(1, most.toMillis()));
    }

    /**
     * @param failures before this one
     */
    long delay(int failures) {
        long delay = first;
        for (int i = 0; i < Math.min(failures, DOUBLINGS) && delay < most; i++) {
            delay *= 2;
        }
        return Math.min(delay + (long) (delay * ThreadLocalRandom.current().nextDouble() / 4), most);
    }

    /** No retry is further away than this, unless the clock was set back. */
    long longest() {
        return most + 1000;
    }
}
