package dev.paloma.smtp;

import java.time.Duration;

/** A moment on the monotonic clock by which something must be over; the wall clock plays no part (RFC 5321 §4.5.3.2). */
final class Deadline {
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Nanoseconds left; zero or less once it is over. */
    long left() {
        return nanos - System.nanoTime();
    }
}
