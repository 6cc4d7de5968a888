package dev.paloma.cli;

import dev.paloma.outbox.MailState;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxStats;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code paloma outbox drain}. */
final class OutboxDrain {
    private static final long PAUSE_MILLIS = 200;

    private final Arguments arguments;
    private final Console console;
    private final @Nullable Duration timeout;

    OutboxDrain(Arguments arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
        timeout = Delivery.timeout(arguments);
    }

    int run(Outbox outbox) {
        long began = System.nanoTime();
        try {
            while (true) {
                OutboxStats stats = outbox.stats();
                long left = left(stats);
                if (left == 0) {
                    report(stats);
                    return ExitCode.OK;
                }
                if (timeout != null && System.nanoTime() - began > timeout.toNanos()) {
                    report(stats);
                    console.error(left(left) + "; is a worker running? paloma outbox run");
                    return ExitCode.TEMPORARY;
                }
                progress(left);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.interrupted();
            return ExitCode.TEMPORARY;
        }
    }

    private static long left(OutboxStats stats) {
        return stats.mails().getOrDefault(MailState.QUEUED, 0L) + stats.mails().getOrDefault(MailState.SENDING, 0L);
    }

    private void progress(long left) {
        if (console.isWatched()) {
            console.overwrite(left(left));
        }
    }

    private static String left(long count) {
        return OutboxText.mails(count) + (count == 1 ? " is left" : " are left");
    }

    private void report(OutboxStats stats) {
        if (console.isWatched()) {
            console.overwrite("");
        }
        console.line(arguments.has("--json") ? OutboxJson.stats(stats) : OutboxText.stats(stats));
    }
}
