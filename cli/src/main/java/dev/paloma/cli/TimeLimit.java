package dev.paloma.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A limit for all that one thread does between making this and closing it: when it runs out the thread is interrupted,
 * which ends any connection it waits for. The lock guards who was first, the limit or the end.
 */
final class TimeLimit implements AutoCloseable {
    private final Thread limited;
    private final Thread timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private boolean over;
    private boolean exceeded;

    /** Limits the calling thread. */
    TimeLimit(Duration limit) {
        limited = Thread.currentThread();
        timer = new Thread(() -> waitFor(limit), "paloma-time-limit");
        timer.setDaemon(true);
        timer.start();
    }

    private void waitFor(Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!over && left > 0) {
                left = ended.awaitNanos(left);
            }
            if (!over) {
                exceeded = true;
                limited.interrupt();
            }
        } catch (InterruptedException e) {
            over = true; // nobody interrupts this thread; if somebody does, there is no limit any more
        } finally {
            lock.unlock();
        }
    }

    /** Ends the limit, and says whether it had run out. The calling thread isn't interrupted afterwards. */
    boolean end() {
        lock.lock();
        try {
            over = true;
            ended.signalAll();
            if (exceeded) {
                Thread.interrupted();
            }
            return exceeded;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        end();
        try {
            timer.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
