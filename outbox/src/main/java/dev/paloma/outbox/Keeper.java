package dev.paloma.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One thread's work beside the mails: shows that the worker lives, watches whether others do, and keeps house. */
final class Keeper implements Runnable {
    private static final long HOUSEKEEPING = TimeUnit.MINUTES.toNanos(1);
    private static final int LEAST_OF_LEASE = 3;

    private final WorkerParts parts;
    private final long lease;
    private final Leases.Policy policy;
    private final Housekeeping housekeeping;
    private final Map<Long, Seen> seen = new HashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private long keptHouse = System.nanoTime() - HOUSEKEEPING;

    /** A beat, and since when it is the last one, on this thread's own clock. */
    private record Seen(long beat, long since) {}

    Keeper(WorkerParts parts, long lease, boolean hold, Housekeeping housekeeping) {
        this.parts = parts;
        this.lease = lease;
        this.policy = new Leases.Policy(hold, parts.listener() != null);
        this.housekeeping = housekeeping;
    }

    @Override
    public void run() {
        boolean going = true;
        while (going) {
            try {
                round();
            } catch (RuntimeException e) {
                parts.troubled(OutboxException.of("the worker can't show that it lives", e));
            }
            going = !ends(lease / LEAST_OF_LEASE);
        }
    }

    private boolean ends(long nanos) {
        try {
            return end.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    void stop() {
        end.countDown();
    }

    private void round() {
        long number = parts.incarnation().number();
        if (!parts.incarnation().beat()) {
            parts.incarnation().lost(number);
        }
        watch(parts.incarnation().number());
        if (System.nanoTime() - keptHouse >= HOUSEKEEPING) {
            housekeeping.run();
            keptHouse = System.nanoTime();
        }
        tellAgain();
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

    /** What a listener hasn't heard of, or not for certain. */
    private void tellAgain() {
        OutboxListener listener = parts.listener();
        if (listener == null) {
            return;
        }
        housekeeping.tellAgain(listener);
    }
}
