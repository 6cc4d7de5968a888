package dev.paloma.outbox;

import java.time.Instant;

/** Points in time as the database keeps them. */
final class Millis {
    /** Over 10,000 years ahead, and far enough from an overflow to be added to. */
    private static final long LAST = 1L << 48;

    private Millis() {}

    /** Milliseconds since 1970, of a time however far away. */
    static long of(Instant time) {
        long seconds = Math.max(0, Math.min(LAST / 1000, time.getEpochSecond()));
        return seconds * 1000 + time.getNano() / 1_000_000;
    }
}
