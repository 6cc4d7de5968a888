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
    /** Looks at nothing before it goes to sleep: lines that come one after the other needn't wake it each. */
    private static final int IDLE_LOOKS = 40;

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean closed;
    private volatile boolean asleep;
    private int idle;

    /** One that watches nothing yet; somebody must {@link #run} it. */
    public Watchdog() {}

    /** Something with a deadline. */
    @FunctionalInterface
    public interface Watched {
        /** Called often, from the watchdog's thread: ends it if its time is over. Must neither block nor throw. */
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

    /** Watches it from now on. */
    public void add(Watched line) {
        watched.add(line);
        if (asleep) { // it says so before it looks for lines a last time, so one of the two sees the other
            wake();
        }
    }

    /** Watches it no longer; a look that has begun may still end it. */
    public void remove(Watched line) {
        watched.remove(line);
    }

    /** Nothing to watch costs nothing, after a while; else a short sleep between looks. */
    private void rest() {
        idle = watched.isEmpty() ? idle + 1 : 0;
        lock.lock();
        try {
            asleep = idle > IDLE_LOOKS;
            while (asleep && watched.isEmpty() && !closed) {
                changed.await();
            }
            asleep = false;
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
