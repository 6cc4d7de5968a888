package dev.paloma.sasl;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one source, shared by all logins with it. Whoever is first refused a token fetches another, in its own
 * thread; whoever is refused the same token meanwhile, or later, waits for that one or takes it.
 */
final class CurrentToken {
    private final TokenSource source;
    private final AtomicReference<@Nullable Renewal> latest = new AtomicReference<>();

    CurrentToken(TokenSource source) {
        this.source = source;
    }

    /** A token to try; not one that is known to have been refused, even if the source hasn't learned that. */
    String any() throws SaslException {
        String token;
        try {
            token = checked(source.token(false));
        } catch (Exception e) {
            throw failure(e);
        }
        Renewal renewal = latest.get();
        return renewal != null && renewal.isOf(token) ? after(token) : token;
    }

    /** What replaces a token that a server has refused. */
    String after(String refused) throws SaslException {
        Renewal mine = null;
        while (true) {
            Renewal known = latest.get();
            if (known == null || !known.isOf(refused)) {
                mine = new Renewal(refused, source);
                if (!latest.compareAndSet(known, mine)) {
                    continue;
                }
                mine.run();
                known = mine;
            }
            try {
                return known.await(known == mine);
            } catch (CancellationException e) { // whoever fetched it gave up, which isn't our affair
                latest.compareAndSet(known, null);
            } catch (SaslException e) {
                latest.compareAndSet(known, null); // those who come later may be luckier
                throw e;
            }
        }
    }

    private static String checked(@Nullable String token) throws IOException {
        if (token == null || token.isEmpty()) {
            throw new IOException("it gave none");
        }
        return token;
    }

    private static SaslException failure(Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return SaslException.withoutToken(e);
    }

    /** One fetching of a new token, by the thread that runs it. */
    private static final class Renewal {
        private final String refused;
        private final FutureTask<String> task;

        Renewal(String refused, TokenSource source) {
            this.refused = refused;
            this.task = new FutureTask<>(() -> checked(source.token(true)));
        }

        boolean isOf(String token) {
            return refused.equals(token);
        }

        void run() {
            task.run();
        }

        /**
         * @param own whether this thread has fetched it
         * @throws CancellationException if another thread was to, and was interrupted
         */
        String await(boolean own) throws SaslException {
            try {
                return task.get();
            } catch (InterruptedException e) {
                throw failure(e);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                if (cause instanceof InterruptedException && !own) {
                    throw new CancellationException();
                }
                throw failure(cause);
            }
        }
    }
}
