package dev.paloma.cli;

import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxStats;

/** {@code paloma outbox stats}. */
final class OutboxStatistics {
    private static final long PAUSE_MILLIS = 2_000;

    private final Arguments arguments;
    private final Console console;

    OutboxStatistics(Arguments arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
    }

    int run(Outbox outbox) {
        try {
            show(outbox.stats());
            while (arguments.has("--watch")) {
                Thread.sleep(PAUSE_MILLIS);
                show(outbox.stats());
            }
        } catch (InterruptedException e) {
            Thread.interrupted(); // this is how it ends
        }
        return ExitCode.OK;
    }

    private void show(OutboxStats stats) {
        if (arguments.has("--json")) {
            console.line(OutboxJson.stats(stats));
            return;
        }
        console.line(OutboxText.stats(stats));
        if (arguments.has("--by-domain")) {
            stats.deepest().forEach(destination -> console.line(OutboxText.destination(destination)));
            stats.rates().forEach(rate -> console.line(OutboxText.rate(rate)));
        }
        stats.workers().forEach(worker -> console.line(OutboxText.worker(worker)));
    }
}
