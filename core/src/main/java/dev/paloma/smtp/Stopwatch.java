package dev.paloma.smtp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long each stage took, all its rounds together. Used by one thread at a time. */
@SuppressWarnings("EnumOrdinal") // an array costs nothing; the numbers leave this class by the stages' names
final class Stopwatch {
    private static final Stage[] STAGES = Stage.values();

    private final long[] nanos = new long[STAGES.length];
    private @Nullable Stage running;
    private long since;

    /** Time runs for this stage from now on. */
    void begin(Stage stage, long now) {
        if (running != null) {
            nanos[running.ordinal()] += now - since;
        }
        running = stage;
        since = now;
    }

    /** Time runs for no stage. */
    void pause() {
        if (running != null) {
            nanos[running.ordinal()] += System.nanoTime() - since;
            running = null;
        }
    }

    /** Stages that took any time. */
    Map<Stage, Duration> times() {
        Map<Stage, Duration> times = new EnumMap<>(Stage.class);
        for (Stage stage : STAGES) {
            if (nanos[stage.ordinal()] > 0) {
                times.put(stage, Duration.ofNanos(nanos[stage.ordinal()]));
            }
        }
        return times;
    }
}
