package dev.paloma.outbox;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Work that waits for its transaction, and for its end. */
final class Task<T> {
    private final Work<T> work;
    private final long octets;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result;

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

    void failed(Throwable why) {
        done.completeExceptionally(why);
    }

    CompletableFuture<T> done() {
        return done;
    }
}
