package dev.paloma.smtp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ends what takes too long: one thread, run by whoever sends, looks at every line that is under a deadline and closes
 * those whose time is over. It covers reading, writing (which has no limit of its own in the JDK) and handshakes alike,
 * within 25 ms.
 *
 * <p>Safe for use by several threads. The lock guards only the going to sleep and the waking up.
 */
public final class Watchdog implements Runnable, AutoCloseable {
    private static final long PERIOD_NANOS = 25_000_000;

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean closed;

    /** One that watches nothing yet; somebody must {@link #run} it. */
    public Watchdog() {}

    /** Something with a deadline. */
    interface Watched {
        /** Called often, from the watchdog's thread: ends it if its time is over. */
        void look();
    }

    /** Watches until {@link #close}. */
    @Override
    public void run() {
        while (!closed) {
            watched.forEach(Watched::look);
            rest();
        }
    }

    /** Ends {@link #run}. Lines still open lose their deadlines, so they are closed first. */
    @Override
    public void close() {
        closed = true;
        wake();
    }

    void add(Watched line) {
        watched.add(line);
        wake(); // always: of two that come together, each would find two and leave it to the other
    }

    void remove(Watched line) {
        watched.remove(line);
    }

    /** Nothing to watch costs nothing; else a short sleep between looks. */
    private void rest() {
        lock.lock();
        try {
            while (watched.isEmpty() && !closed) {
                changed.await();
            }
            long left = PERIOD_NANOS;
            while (!closed && left > 0) { // whoever closes doesn't wait for the end of the sleep
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
