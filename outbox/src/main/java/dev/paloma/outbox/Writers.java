package dev.paloma.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is to be written, many callers' work in one transaction: they share the wait for the disk. Where one fails
 * all are rolled back and each is run alone, so that nobody pays for another's failure. Nothing is reported as done
 * before the commit returned, and what failed in the commit itself is never run again: it might be there, unless the
 * database says that it was rolled back because of others; that is run again.
 *
 * <p>What another transaction is in the way of, an application's with the same key, goes to a thread of its own that tries
 * it now and then, so that nobody else waits for it.
 *
 * <p>Safe for use by several threads; each of its own owns a connection. The lock guards the end of the queue: nothing
 * comes behind it.
 */
final class Writers implements AutoCloseable {
    private static final int LARGEST_GROUP = 512;
    private static final long MOST_OCTETS = 8 << 20;
    private static final int WAITING = 4096;

    private final Database database;
    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final BlockingQueue<Task<?>> obstructed = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(WAITING);
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Thread> threads = new ArrayList<>();
    private final Task<?> end = new Task<>(session -> 0, 0);
    private volatile boolean closed;

    Writers(Database database) {
        this.database = database;
        for (int i = 1; i <= database.writers(); i++) {
            start("paloma-outbox-writer-" + i, queue);
        }
        if (database.writers() > 1) {
            start("paloma-outbox-writer-patient", obstructed);
        }
    }

    private void start(String name, BlockingQueue<Task<?>> from) {
        Thread thread = new Thread(() -> work(from), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /**
     * Runs it in a transaction, and returns when that is durable.
     *
     * @param what it does, for the complaint
     * @throws OutboxException if it failed
     */
    <T> T write(String what, long octets, Work<T> work) {
        try {
            return later(octets, work).join(); // not to be interrupted: it may be done, and somebody must hear of it
        } catch (CompletionException e) {
            throw OutboxException.of(what, e.getCause() == null ? e : e.getCause());
        }
    }

    /** The same, for somebody who doesn't wait, but for room if too much waits already. */
    <T> CompletableFuture<T> later(long octets, Work<T> work) {
        Task<T> task = new Task<>(work, octets);
        boolean own = threads.contains(Thread.currentThread()); // it makes the room, and mustn't wait for it
        if (!own) {
            room.acquireUninterruptibly();
        }
        CompletableFuture<T> done = own ? task.done() : task.done().whenComplete((result, failure) -> room.release());
        lock.lock();
        try {
            if (!closed) {
                queue.add(task);
                return done;
            }
        } finally {
            lock.unlock();
        }
        OutboxException end = new OutboxException("the outbox is closed");
        task.failed(end);
        throw end;
    }

    private void work(BlockingQueue<Task<?>> from) {
        @Nullable Session session = null;
        List<Task<?>> group = new ArrayList<>();
        while (take(from, group)) {
            session = run(group, session);
            group.clear();
        }
        closeQuietly(session);
    }

    /** Waits for the first, and takes what has come meanwhile; false at the end. */
    private boolean take(BlockingQueue<Task<?>> from, List<Task<?>> group) {
        int most = from == obstructed ? 1 : LARGEST_GROUP;
        try {
            long octets = 0;
            for (Task<?> task = from.take(); task != null; task = octets < MOST_OCTETS ? from.poll() : null) {
                if (task == end) {
                    from.add(end); // for the other threads
                    return !group.isEmpty();
                }
                group.add(task);
                octets += task.octets();
                if (group.size() == most) {
                    break;
                }
            }
            return true;
        } catch (InterruptedException e) {
            return !closed || !from.isEmpty(); // nobody interrupts these threads
        }
    }

    private @Nullable Session run(List<Task<?>> group, @Nullable Session had) {
        Session session = had;
        try {
            session = session == null ? database.open() : session;
            session.begin();
        } catch (Throwable e) { // an error too is its task's, and the thread goes on
            group.forEach(task -> task.failed(e));
            closeQuietly(session);
            return null;
        }
        try {
            session.expect(group.size());
            for (Task<?> task : group) {
                task.run(session);
            }
            session.finish();
        } catch (Throwable e) {
            return oneByOne(group, rolledBack(session), e);
        }
        try {
            database.commit(session);
        } catch (Throwable e) {
            Session back = rolledBack(session);
            if (SqlState.isConflict(e)) {
                return oneByOne(group, back, e);
            }
            closeQuietly(back);
            group.forEach(task -> task.failed(e));
            return null;
        }
        group.forEach(Task::committed);
        return session;
    }

    private @Nullable Session oneByOne(List<Task<?>> group, @Nullable Session had, Throwable why) {
        if (group.size() == 1 && !group.get(0).isWorthAnother(why)) {
            failed(group.get(0), why);
            return had;
        }
        Session session = had;
        for (Task<?> task : group) {
            session = run(List.of(task), session);
        }
        return session;
    }

    private void failed(Task<?> task, Throwable why) {
        if (!SqlState.isLocked(why)) {
            task.failed(why);
        } else if (!closed && task.isPatient()) {
            obstructed.add(task);
        } else {
            task.failed(new OutboxException("another transaction with the same key doesn't come to its end", why));
        }
    }

    /** The session if it is still of use. */
    private @Nullable Session rolledBack(Session session) {
        try {
            session.forget();
            database.rollback(session);
            return session;
        } catch (Throwable e) {
            closeQuietly(session);
            return null;
        }
    }

    private static void closeQuietly(@Nullable Session session) {
        if (session != null) {
            session.closeQuietly();
        }
    }

    /** Does what waits, and ends its threads. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.add(end);
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            if (thread == threads.get(threads.size() - 1)) {
                obstructed.add(end); // it is the last that may have work, and the others bring no more
            }
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        obstructed.forEach(task -> task.failed(new OutboxException("the outbox is closed"))); // came behind the end
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
