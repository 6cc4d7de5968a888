package dev.paloma.outbox;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Work that waits for its transaction, and for its end. */
final class Task<T> {
    private static final int MOST_CONFLICTS = 5;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final Work<T> work;
    private final long octets;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result;
    private int conflicts;
    private long obstructed;

    /**
     * @param octets about how much it writes
     */
    Task(Work<T> work, long octets) {
        this.work = work;
        this.octets = octets;
    }

    long octets() {
        return octets;
    }

    void run(Session session) throws SQLException {
        result = work.run(session);
    }

    /** It is on the disk. */
    @SuppressWarnings("NullAway") // what the work returned
    void committed() {
        done.complete(result);
    }

    /** Whether it failed only because of others at the same time, and not too often. */
    boolean isWorthAnother(Throwable why) {
        return SqlState.isConflict(why) && ++conflicts < MOST_CONFLICTS;
    }

    /** Whether it goes on waiting for somebody who is in its way. */
    boolean isPatient() {
        long now = System.nanoTime();
        if (obstructed == 0) {
            obstructed = now | 1; // never 0
        }
        return now - obstructed < PATIENCE;
    }

    void failed(Throwable why) {
        done.completeExceptionally(why);
    }

    CompletableFuture<T> done() {
        return done;
    }
}
