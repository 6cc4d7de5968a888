package dev.paloma;

import dev.paloma.smtp.SmtpConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Says goodbye to connections, so that no sender waits for the answer to QUIT, and closes those that have waited for too
 * long. The lock guards the list and the thread's coming and going, never a goodbye.
 */
final class Housekeeper implements AutoCloseable {
    private static final long ROUND_NANOS = 500_000_000;
    /** Where connections come and go fast, their goodbyes are heard several at a time. */
    private static final long SOON_NANOS = 20_000_000;

    private static final int MANY = 16;

    private final List<Pool> pools = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<SmtpConnection> leaving = new ArrayList<>();
    private volatile @Nullable Thread thread;
    private boolean closed;
    /** As many as must be leaving before the thread is woken. */
    private int enough = 1;

    /** Looks after a pool from now on. */
    void look(Pool pool) {
        pools.add(pool);
    }

    /** There is something idle to look after. */
    void attend() {
        if (thread == null) {
            wake(null);
        }
    }

    /** Says goodbye to it, and leaves it to the thread to wait for the answer. */
    void dismiss(SmtpConnection connection) {
        connection.sayQuit();
        if (connection.isUsable()) {
            wake(connection);
        } else {
            connection.close();
        }
    }

    private void wake(@Nullable SmtpConnection connection) {
        lock.lock();
        try {
            if (connection != null) {
                leaving.add(connection);
            }
            if (thread == null && !closed) {
                thread = new Thread(this::run, "paloma-housekeeping");
                thread.setDaemon(true);
                thread.start();
            }
            if (leaving.size() >= enough) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean goesOn = true;
        boolean busy = false;
        while (goesOn) {
            goesOn = rest(busy);
            List<SmtpConnection> now = leaving(!goesOn);
            part(now);
            busy = !now.isEmpty();
        }
    }

    /** Waits for something to do; false once it is over. */
    private boolean rest(boolean busy) {
        lock.lock();
        try {
            enough = busy ? MANY : 1;
            long left = busy ? SOON_NANOS : ROUND_NANOS;
            while (!closed && leaving.size() < enough && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private List<SmtpConnection> leaving(boolean all) {
        List<SmtpConnection> now;
        lock.lock();
        try {
            now = leaving;
            leaving = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        for (Pool pool : pools) {
            now.addAll(pool.retire(all));
        }
        return now;
    }

    /** All say goodbye before the first answer is waited for, so that together they take no longer than one. */
    private static void part(List<SmtpConnection> connections) {
        connections.forEach(SmtpConnection::sayQuit);
        connections.forEach(SmtpConnection::quit);
    }

    /** Says goodbye to all that are left; they are closed when this returns. */
    @Override
    public void close() {
        Thread last;
        lock.lock();
        try {
            closed = true;
            last = thread;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            Threads.awaitEnd(last);
        }
        part(leaving(true));
    }
}
