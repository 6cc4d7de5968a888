package dev.paloma.smtp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long each stage took, all its rounds together. Used by one thread at a time. */
final class Stopwatch {
    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);
    private @Nullable Stage running;
    private long since;

    /** Time runs for this stage from now on. */
    void begin(Stage stage) {
        pause();
        running = stage;
        since = System.nanoTime();
    }

    /** Time runs for no stage. */
    void pause() {
        if (running != null) {
            nanos.merge(running, System.nanoTime() - since, Long::sum);
            running = null;
        }
    }

    /** Stages that took any time. */
    Map<Stage, Duration> times() {
        Map<Stage, Duration> times = new EnumMap<>(Stage.class);
        nanos.forEach((stage, spent) -> times.put(stage, Duration.ofNanos(spent)));
        return times;
    }
}
