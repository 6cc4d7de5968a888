package dev.paloma.smtp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long each stage took, all its rounds together. Used by one thread at a time. */
final class Stopwatch {
    private final long[] nanos = new long[Stage.values().length];
    private long since;
    private int running = -1;

    /** Time runs for this stage from now on. */
    void begin(Stage stage) {
        long now = System.nanoTime();
        credit(now);
        running = stage.ordinal();
        since = now;
    }

    /** Time runs for no stage. */
    void pause() {
        credit(System.nanoTime());
        running = -1;
    }

    /** Stages that took any time. */
    Map<Stage, Duration> times() {
        Map<Stage, Duration> times = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            if (nanos[stage.ordinal()] > 0) {
                times.put(stage, Duration.ofNanos(nanos[stage.ordinal()]));
            }
        }
        return times;
    }

    private void credit(long now) {
        if (running >= 0) {
            nanos[running] += now - since;
        }
    }
}
