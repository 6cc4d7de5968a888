package dev.paloma;

import java.time.Duration;

/**
 * How connections are kept.
 *
 * @param connections at most so many to one server at a time
 * @param idle how long one may wait for the next mail
 * @param lifetime how long one may be used
 * @param mails how many it may carry; 0 for any number
 */
record PoolSettings(int connections, Duration idle, Duration lifetime, int mails) {
    static final PoolSettings STANDARD = new PoolSettings(10, Duration.ofSeconds(30), Duration.ofHours(1), 0);

    PoolSettings {
        if (connections < 1 || connections > 10_000) {
            throw new IllegalArgumentException("a pool has 1 to 10,000 connections, not " + connections);
        }
        if (mails < 0) {
            throw new IllegalArgumentException("a connection carries at least one mail, not " + mails);
        }
        requireSome("idle time", idle);
        requireSome("lifetime", lifetime);
    }

    private static void requireSome(String what, Duration time) {
        if (time.isNegative() || time.isZero() || time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "a connection's " + what + " is above zero and at most a day, not " + time);
        }
    }

    PoolSettings withConnections(int most) {
        return new PoolSettings(most, idle, lifetime, mails);
    }
}
