package dev.paloma;

import dev.paloma.smtp.Watchdog;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The limit for all that one send does: when it runs out the sending thread is interrupted, which ends whatever it waits
 * for. The lock guards who was first, the limit or the end.
 */
final class Deadline implements Watchdog.Watched, AutoCloseable {
    private final Watchdog watchdog;
    private final Thread sender = Thread.currentThread();
    private final long end;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean exceeded;
    private boolean over;

    /** Limits the calling thread until {@link #close}. */
    Deadline(Duration limit, Watchdog watchdog) {
        this.watchdog = watchdog;
        this.end = System.nanoTime() + limit.toNanos();
        watchdog.add(this);
    }

    @Override
    public void look() {
        if (System.nanoTime() - end < 0) {
            return;
        }
        lock.lock();
        try {
            if (!over && !exceeded) {
                exceeded = true;
                sender.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the limit; an interrupt of its own doesn't outlast it. */
    @Override
    public void close() {
        watchdog.remove(this);
        lock.lock();
        try {
            over = true;
            if (exceeded) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }
}
