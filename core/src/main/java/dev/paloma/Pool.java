package dev.paloma;

import dev.paloma.smtp.SmtpConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server: a bounded number, lent to whoever came first. The one used last is lent next, so that
 * those too many grow idle and are closed. Safe for use by several threads; no lock is held while a connection is opened,
 * used or closed.
 */
final class Pool {
    private final String server;
    private final PoolSettings settings;
    private final Events events;
    private final Housekeeper housekeeper;
    private final Semaphore permits;
    private final ReentrantLock lock = new ReentrantLock();
    /** A queue without a lock would make garbage for each mail. */
    private final ArrayDeque<Pooled> idle = new ArrayDeque<>();

    /** Makes a new connection, and notes what was tried in vain. */
    @FunctionalInterface
    interface Opening {
        SmtpConnection open(List<Receipt.Tried> tried) throws ConnectFailure;
    }

    Pool(String server, PoolSettings settings, Housekeeper housekeeper, Events events) {
        this.server = server;
        this.settings = settings;
        this.events = events;
        this.housekeeper = housekeeper;
        this.permits = new Semaphore(settings.connections(), true);
        housekeeper.look(this);
    }

    /**
     * Lends a connection, waiting for one if all are lent; {@link #giveBack} must follow.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    Pooled take(Opening opening, List<Receipt.Tried> tried) throws ConnectFailure, InterruptedException {
        permits.acquire();
        return lend(opening, tried);
    }

    /** Lends a connection if not all are lent; null if they are. */
    @Nullable
    Pooled takeFree(Opening opening, List<Receipt.Tried> tried) throws ConnectFailure {
        return permits.tryAcquire() ? lend(opening, tried) : null;
    }

    /** Whether somebody waits for one. */
    boolean isAwaited() {
        return permits.hasQueuedThreads();
    }

    private Pooled lend(Opening opening, List<Receipt.Tried> tried) throws ConnectFailure {
        boolean lent = false;
        try {
            Pooled pooled = waiting();
            if (pooled == null) {
                SmtpConnection connection = opening.open(tried);
                pooled = new Pooled(connection, settings, events.opened(server, connection));
            }
            lent = true;
            return pooled;
        } finally {
            if (!lent) {
                permits.release();
            }
        }
    }

    private @Nullable Pooled waiting() {
        for (Pooled pooled = lastUsed(); pooled != null; pooled = lastUsed()) {
            if (pooled.isFit()) {
                return pooled;
            }
            dismiss(pooled);
        }
        return null;
    }

    private @Nullable Pooled lastUsed() {
        lock.lock();
        try {
            return idle.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Takes it back, for the next or for good. */
    void giveBack(Pooled pooled) {
        if (pooled.isOpen()) {
            pooled.rest();
            keep(pooled);
            housekeeper.attend();
        } else {
            dismiss(pooled);
        }
        permits.release();
    }

    private void keep(Pooled pooled) {
        lock.lock();
        try {
            idle.addFirst(pooled);
        } finally {
            lock.unlock();
        }
    }

    private void dismiss(Pooled pooled) {
        tellClosed(pooled);
        housekeeper.dismiss(pooled.connection());
    }

    private void tellClosed(Pooled pooled) {
        events.closed(pooled.number(), server, pooled.mails(), pooled.opened());
    }

    /** Those that have waited for too long, or all; whoever gets them says goodbye to them. */
    List<SmtpConnection> retire(boolean all) {
        List<SmtpConnection> retired = new ArrayList<>();
        long now = System.nanoTime();
        for (Pooled pooled = stale(all, now); pooled != null; pooled = stale(all, now)) {
            tellClosed(pooled);
            retired.add(pooled.connection());
        }
        return retired;
    }

    private @Nullable Pooled stale(boolean all, long now) {
        lock.lock();
        try {
            Pooled oldest = idle.peekLast();
            return oldest != null && (all || oldest.isStale(now)) ? idle.pollLast() : null;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait to be used. */
    int idle() {
        lock.lock();
        try {
            return idle.size();
        } finally {
            lock.unlock();
        }
    }
}
