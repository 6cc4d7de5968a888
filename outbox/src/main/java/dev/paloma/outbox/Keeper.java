package dev.paloma.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Shows that the worker lives, and watches whether others do. Has a thread that waits for nothing but the database. */
final class Keeper {
    private final WorkerParts parts;
    private final Leases.Policy policy;
    private final Map<Long, Seen> seen = new HashMap<>();

    /** A beat, and since when it is the last one, on this thread's own clock. */
    private record Seen(long beat, long since) {}

    Keeper(WorkerParts parts, boolean hold) {
        this.parts = parts;
        this.policy = new Leases.Policy(hold, parts.listener() != null);
    }

    void round() {
        long number = parts.incarnation().number();
        if (!parts.incarnation().beat()) {
            parts.incarnation().lost(number);
        }
        watch(parts.incarnation().number());
    }

    private void watch(long me) {
        List<Leases.Other> others =
                parts.outbox().readers().read("other workers can't be seen", session -> Leases.others(session, me));
        long now = System.nanoTime();
        seen.keySet().retainAll(others.stream().map(Leases.Other::id).toList());
        for (Leases.Other other : others) {
            Seen before = seen.get(other.id());
            if (before == null || before.beat() != other.beat()) {
                seen.put(other.id(), new Seen(other.beat(), now));
            }
            boolean silent = before != null
                    && before.beat() == other.beat()
                    && now - before.since() > TimeUnit.MILLISECONDS.toNanos(other.lease());
            if (silent || other.identity().isGone()) {
                takeOver(other, me);
            }
        }
    }

    private void takeOver(Leases.Other dead, long me) {
        int doubtful = parts.outbox()
                .writers()
                .write(
                        "a dead worker's mails can't be taken over",
                        0,
                        session -> Leases.takeOver(session, dead, me, policy));
        if (doubtful >= 0) {
            parts.outbox().wake();
        }
    }
}
