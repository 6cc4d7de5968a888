package dev.paloma;

import dev.paloma.smtp.Stage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a while that a server let us in no more: a batch would else show it the same wrong password for each of
 * its mails, and many servers lock an account for that. Safe for use by several threads.
 */
final class Barred {
    private static final long WHILE = TimeUnit.SECONDS.toNanos(5);

    private volatile @Nullable Refusal last;

    /** What the server's refusal was, and when. */
    private record Refusal(ConnectFailure failure, long at) {}

    /**
     * Fails as it did the last time, if that isn't long ago.
     *
     * @throws ConnectFailure the same
     */
    void check() throws ConnectFailure {
        Refusal refusal = last;
        if (refusal != null && System.nanoTime() - refusal.at < WHILE) {
            throw refusal.failure;
        }
    }

    /** Remembers a login that failed for good. */
    void note(ConnectFailure failure) {
        Refusal known = last;
        boolean login = failure.failure().stage() == Stage.AUTH && !failure.isElsewhere();
        if (login && (known == null || known.failure != failure)) {
            last = new Refusal(new ConnectFailure(failure.failure(), false), System.nanoTime());
        }
    }
}
