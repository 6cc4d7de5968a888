package dev.paloma;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.NoLeaks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random batches of mails, replies, faults and cancellations against a model: servers that know what they took. Nothing
 * may be taken and reported otherwise, except as unknown, and nothing unknown whose answer could be read.
 *
 * <p>{@code -Dpaloma.suite=full} takes 100,000 steps, {@code -Dpaloma.model.steps=N} so many; a step is a command or the
 * end of a content. {@code -Dpaloma.seed=N} begins with that batch; the one after it has the next number.
 */
@ExtendWith(NoLeaks.class)
class ModelTest {
    private static final long QUICK = 10_000;
    private static final long FULL = 100_000;

    @Test
    void theReceiptSaysWhatTheServerKnows() throws InterruptedException {
        long first = Long.getLong("paloma.seed", System.nanoTime() / 1000);
        long least =
                Long.getLong("paloma.model.steps", "full".equals(System.getProperty("paloma.suite")) ? FULL : QUICK);
        long steps = 0;
        long seed = first;
        while (steps < least) {
            steps += checked(ModelPlan.of(seed));
            seed++;
        }
        System.getLogger("dev.paloma.model").log(INFO, steps + " steps, seeds " + first + " to " + (seed - 1));
        assertThat(steps).as("steps, seeds " + first + " to " + (seed - 1)).isGreaterThanOrEqualTo(least);
    }

    private static long checked(ModelPlan plan) throws InterruptedException {
        ModelBatch batch = new ModelBatch(plan);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(batch::run, "model-batch");
        thread.setUncaughtExceptionHandler((where, e) -> thrown.set(e));
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(60));
        assertThat(thread.isAlive()).as(() -> stuck(batch)).isFalse();
        assertThat(thrown.get())
                .as(() -> "replay with -Dpaloma.seed=" + plan.seed() + ": " + plan)
                .isNull();
        List<String> complaints = ModelOracle.judge(batch);
        assertThat(complaints).as(() -> report(batch, complaints)).isEmpty();
        return batch.ledger().steps();
    }

    private static String report(ModelBatch batch, List<String> complaints) {
        String transcripts = complaints.stream()
                .map(complaint -> complaint.substring(0, Math.max(0, complaint.indexOf(':'))))
                .map(token -> token.startsWith(" ") ? "" : token)
                .distinct()
                .limit(2)
                .map(batch::transcripts)
                .collect(Collectors.joining("\n"));
        return "replay with -Dpaloma.seed=" + batch.plan().seed() + ": " + batch.plan() + "\n"
                + String.join("\n", complaints) + "\n" + transcripts;
    }

    private static String stuck(ModelBatch batch) {
        String threads = Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("paloma-")
                        || entry.getKey().getName().startsWith("model-"))
                .map(ModelTest::stack)
                .collect(Collectors.joining("\n"));
        return "stuck; replay with -Dpaloma.seed=" + batch.plan().seed() + ": " + batch.plan() + "\n" + threads + "\n"
                + batch.transcripts("");
    }

    private static String stack(Map.Entry<Thread, StackTraceElement[]> entry) {
        StringBuilder text = new StringBuilder(entry.getKey().getName());
        for (StackTraceElement element : entry.getValue()) {
            text.append("\n    ").append(element);
        }
        return text.toString();
    }
}
