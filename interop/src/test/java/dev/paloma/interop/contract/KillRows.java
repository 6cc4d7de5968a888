package dev.paloma.interop.contract;

import dev.paloma.Mailer;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server that is killed, with all its processes. */
final class KillRows {
    private static final int SIZE = 20_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private KillRows() {}

    static void add(Plan plan) {
        plan.row("server killed in the middle of 20 MB: deferred at once", true, KillRows::middle);
        plan.row("server gone: deferred at once", true, KillRows::gone);
    }

    private static @Nullable String middle(Desk desk) {
        long process = desk.subject().process();
        AtomicBoolean killed = new AtomicBoolean();
        LongContent content = desk.letters().lengthy(SIZE).halfway(() -> {
            kill(process);
            killed.set(true);
        });
        // No mail before it: the server could be killed with it in its queue.
        try (Mailer mailer = desk.mailer().build()) {
            expectDeferred(desk, mailer, content);
        }
        desk.expect(killed.get(), "the server never came to half of it");
        return null;
    }

    private static @Nullable String gone(Desk desk) {
        try (Mailer mailer = desk.mailer().build()) {
            expectDeferred(desk, mailer, desk.letters().lengthy(1000));
        }
        return null;
    }

    private static void expectDeferred(Desk desk, Mailer mailer, LongContent content) {
        long began = System.nanoTime();
        Receipt receipt = desk.send(mailer, desk.letters().toBob(content));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        desk.expectSame(Outcome.DEFERRED, receipt.rows().get(0).outcome(), "outcome of " + receipt.rows());
        desk.expect(took.compareTo(PATIENCE) < 0, "took " + took);
    }

    /** Children first noted: once their parent is gone nobody knows whose they were. */
    private static void kill(long process) {
        List<ProcessHandle> all = ProcessHandle.of(process).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .toList();
        if (all.isEmpty()) {
            throw new IllegalStateException("no server process " + process);
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
