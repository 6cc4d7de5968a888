package dev.paloma.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** How a reply is brought: when, how fast, how often. */
record Manner(Duration delay, Duration drip, @Nullable CountDownLatch release, boolean withNext, boolean endless) {
    static final Manner PLAIN = new Manner(Duration.ZERO, Duration.ZERO, null, false, false);

    Manner after(Duration time) {
        return new Manner(time, drip, release, withNext, endless);
    }

    Manner dripping(Duration interval) {
        return new Manner(delay, interval, release, withNext, endless);
    }

    Manner once(CountDownLatch latch) {
        return new Manner(delay, drip, latch, withNext, endless);
    }

    Manner keptBack() {
        return new Manner(delay, drip, release, true, endless);
    }

    Manner repeated() {
        return new Manner(delay, drip, release, withNext, true);
    }
}
