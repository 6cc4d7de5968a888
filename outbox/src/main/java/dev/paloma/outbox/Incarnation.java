package dev.paloma.outbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The number under which a worker works now. Given up by others, it goes on under a new one. Thread-safe. */
final class Incarnation {
    private final Outbox outbox;
    private final Identity identity = Identity.own();
    private final long lease;
    private final AtomicLong number = new AtomicLong();

    Incarnation(Outbox outbox, Duration lease) {
        this.outbox = outbox;
        this.lease = lease.toMillis();
    }

    long number() {
        return number.get();
    }

    /** Begins. */
    void register() {
        number.set(fresh());
    }

    private long fresh() {
        return outbox.writers()
                .write("the worker can't be registered", 0, session -> Leases.register(session, identity, lease));
    }

    /** This one was given up. Whoever notices first gets a new one. */
    void lost(long old) {
        if (number.get() == old) {
            long next = fresh();
            if (!number.compareAndSet(old, next)) {
                outbox.writers().write("the worker can't leave", 0, session -> {
                    Leases.leave(session, next);
                    return 0;
                });
            }
        }
    }

    /** False if others have given it up. */
    boolean beat() {
        long now = number.get();
        return outbox.writers().write("the worker's beat can't be written", 0, session -> Leases.beat(session, now));
    }

    void leave() {
        long now = number.get();
        outbox.writers().write("the worker can't leave", 0, session -> {
            Leases.leave(session, now);
            return 0;
        });
    }
}
