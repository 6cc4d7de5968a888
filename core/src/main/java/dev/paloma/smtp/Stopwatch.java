package dev.paloma.smtp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long each stage took, all its rounds together. Used by one thread at a time. */
@SuppressWarnings("EnumOrdinal") // an array costs nothing; the numbers leave this class by the stages' names
final class Stopwatch {
    private static final Stage[] STAGES = Stage.values();

    private final int first;
    private final long[] nanos;
    private @Nullable Stage running;
    private long since;

    /**
     * @param first no earlier stage takes any time
     */
    Stopwatch(Stage first) {
        this.first = first.ordinal();
        this.nanos = new long[STAGES.length - this.first];
    }

    /** Time runs for this stage from now on. */
    void begin(Stage stage, long now) {
        if (running != null) {
            nanos[running.ordinal() - first] += now - since;
        }
        running = stage;
        since = now;
    }

    /** Time runs for no stage. */
    void pause() {
        if (running != null) {
            nanos[running.ordinal() - first] += System.nanoTime() - since;
            running = null;
        }
    }

    /** Stages that took any time. */
    Map<Stage, Duration> times() {
        Map<Stage, Duration> times = new EnumMap<>(Stage.class);
        for (int i = 0; i < nanos.length; i++) {
            if (nanos[i] > 0) {
                times.put(STAGES[first + i], Duration.ofNanos(nanos[i]));
            }
        }
        return times;
    }
}
