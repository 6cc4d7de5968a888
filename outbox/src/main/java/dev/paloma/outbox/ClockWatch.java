package dev.paloma.outbox;

import java.util.concurrent.TimeUnit;

/**
 * Whether the time of day went along with time since it was last looked at. For an hour after it jumped no mail expires:
 * a clock that is set to next year by mistake would end them all. Thread-safe.
 */
final class ClockWatch {
    private static final long TOLERANCE = 60_000;
    private static final long DISTRUST = TimeUnit.HOURS.toNanos(1);

    private final Database database;
    private long wall;
    private long nanos;
    private long jumpedAt;
    private boolean jumped;

    ClockWatch(Database database) {
        this.database = database;
        this.wall = database.now();
        this.nanos = System.nanoTime();
    }

    /** Whether it may be believed that a mail's time is over. */
    synchronized boolean isSteady() {
        long wallNow = database.now();
        long nanosNow = System.nanoTime();
        long difference = wallNow - wall - TimeUnit.NANOSECONDS.toMillis(nanosNow - nanos);
        if (Math.abs(difference) > TOLERANCE) {
            jumped = true;
            jumpedAt = nanosNow;
        }
        wall = wallNow;
        nanos = nanosNow;
        return !jumped || nanosNow - jumpedAt > DISTRUST;
    }
}
