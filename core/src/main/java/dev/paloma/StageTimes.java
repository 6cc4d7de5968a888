package dev.paloma;

import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TransactionResult;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long each stage took, added up only for those who ask: most never do. Immutable. */
final class StageTimes extends AbstractMap<Stage, Duration> {
    private final Map<Stage, Duration> opening;
    private final @Nullable TransactionResult transaction;

    /**
     * @param opening of the connection; empty where it was open already
     */
    StageTimes(Map<Stage, Duration> opening, @Nullable TransactionResult transaction) {
        this.opening = opening;
        this.transaction = transaction;
    }

    @Override
    public Set<Entry<Stage, Duration>> entrySet() {
        Map<Stage, Duration> times = new EnumMap<>(Stage.class);
        times.putAll(opening);
        if (transaction != null) {
            transaction.times().forEach((stage, time) -> times.merge(stage, time, Duration::plus));
        }
        return Map.copyOf(times).entrySet();
    }
}
