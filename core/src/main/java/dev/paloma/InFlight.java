package dev.paloma;

import dev.paloma.smtp.Watchdog;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The mails that a mailer is sending, and the thread that watches over their deadlines; there is none before the first
 * mail. The lock guards the count and the thread's coming and going, never a send.
 */
final class InFlight implements AutoCloseable {
    private final @Nullable Duration limit;
    private final Watchdog watchdog = new Watchdog();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable Thread thread;
    private int count;
    private boolean closed;

    /**
     * @param limit for all that a send does; null for none
     */
    InFlight(@Nullable Duration limit) {
        this.limit = limit;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    /** For a send that begins now, on this thread; null where there is none. */
    @Nullable
    Deadline deadline() {
        return limit == null ? null : new Deadline(limit, watchdog);
    }

    /** The limit for all that a send does, in nanoseconds. */
    long limit() {
        return limit == null ? Long.MAX_VALUE : limit.toNanos();
    }

    /**
     * A send begins; {@link #end} must follow.
     *
     * @throws IllegalStateException after {@link #close}
     */
    void begin() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the mailer is closed");
            }
            if (thread == null) {
                thread = new Thread(watchdog, "paloma-deadlines");
                thread.setDaemon(true);
                thread.start();
            }
            count++;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            count--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread, once there is nothing under way. */
    @Override
    public void close() {
        awaitNone();
        watchdog.close();
        Thread last = thread;
        if (last != null) {
            Threads.awaitEnd(last);
        }
    }

    /** Takes no more, and waits for what is under way. */
    void awaitNone() {
        lock.lock();
        try {
            closed = true;
            while (count > 0) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
