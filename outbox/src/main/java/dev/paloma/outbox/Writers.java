package dev.paloma.outbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is to be written, many callers' work in one transaction: they share the wait for the disk. Where one fails
 * all are rolled back and each is run alone, so that nobody pays for another's failure. Nothing is reported as done
 * before the commit returned, and what failed in the commit itself is never run again: it might be there, unless the
 * database says that it was rolled back because of others; that is run again.
 *
 * <p>Safe for use by several threads; each of its own owns a connection.
 */
final class Writers implements AutoCloseable {
    private static final int LARGEST_GROUP = 512;
    private static final long MOST_OCTETS = 8 << 20;
    private static final int WAITING = 4096;

    private final Database database;
    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>(WAITING);
    private final List<Thread> threads = new ArrayList<>();
    private final Task<?> end = new Task<>(session -> 0, 0);
    private volatile boolean closed;

    Writers(Database database) {
        this.database = database;
        for (int i = 1; i <= database.writers(); i++) {
            Thread thread = new Thread(this::work, "paloma-outbox-writer-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
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

    /** The same, for somebody who doesn't wait. */
    <T> CompletableFuture<T> later(long octets, Work<T> work) {
        Task<T> task = new Task<>(work, octets);
        if (closed) {
            throw new OutboxException("the outbox is closed");
        }
        boolean interrupted = false;
        while (true) {
            try {
                queue.put(task);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (closed) {
            task.failed(new OutboxException("the outbox is closed")); // no effect if a writer was in time
        }
        return task.done();
    }

    private void work() {
        @Nullable Session session = null;
        List<Task<?>> group = new ArrayList<>();
        while (take(group)) {
            session = run(group, session);
            group.clear();
        }
        closeQuietly(session);
    }

    /** Waits for the first, and takes what has come meanwhile; false at the end. */
    private boolean take(List<Task<?>> group) {
        try {
            long octets = 0;
            for (Task<?> task = queue.take(); task != null; task = octets < MOST_OCTETS ? queue.poll() : null) {
                if (task == end) {
                    queue.add(end); // for the other threads
                    return !group.isEmpty();
                }
                group.add(task);
                octets += task.octets();
                if (group.size() == LARGEST_GROUP) {
                    break;
                }
            }
            return true;
        } catch (InterruptedException e) {
            return !closed || !queue.isEmpty(); // nobody interrupts these threads
        }
    }

    private @Nullable Session run(List<Task<?>> group, @Nullable Session had) {
        Session session = had;
        try {
            session = session == null ? database.open() : session;
            database.begin(session);
        } catch (SQLException | RuntimeException e) {
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
        } catch (SQLException | RuntimeException e) {
            return oneByOne(group, rolledBack(session), e);
        }
        try {
            database.commit(session);
        } catch (SQLException | RuntimeException e) {
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

    private @Nullable Session oneByOne(List<Task<?>> group, @Nullable Session had, Exception why) {
        if (group.size() == 1 && !group.get(0).isWorthAnother(why)) {
            group.get(0).failed(why);
            return had;
        }
        Session session = had;
        for (Task<?> task : group) {
            session = run(List.of(task), session);
        }
        return session;
    }

    /** The session if it is still of use. */
    private @Nullable Session rolledBack(Session session) {
        try {
            session.forget();
            database.rollback(session);
            return session;
        } catch (SQLException | RuntimeException e) {
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
        closed = true;
        queue.offer(end);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        queue.forEach(task -> task.failed(new OutboxException("the outbox is closed")));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
