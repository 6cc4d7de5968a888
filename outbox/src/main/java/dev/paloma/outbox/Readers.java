package dev.paloma.outbox;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/** A few connections for what only reads. Safe for use by several threads; the lock guards the idle ones. */
final class Readers implements AutoCloseable {
    private static final int MOST = 4;

    private final Database database;
    private final Semaphore room = new Semaphore(MOST, true);
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Session> idle = new ArrayDeque<>();
    private boolean closed;

    Readers(Database database) {
        this.database = database;
    }

    /**
     * Runs it on a connection of its own, and sees what was committed.
     *
     * @param what it does, for the complaint
     * @throws OutboxException if it failed
     */
    <T> T read(String what, Work<T> work) {
        room.acquireUninterruptibly();
        try {
            return onSession(work);
        } catch (SQLException e) {
            if (SqlState.isLost(e) || SqlState.isConflict(e)) {
                return again(what, work); // the server was restarted since it was used last, or chose this one to fail
            }
            throw OutboxException.of(what, e);
        } finally {
            room.release();
        }
    }

    private <T> T again(String what, Work<T> work) {
        try (Session session = database.open()) {
            return work.run(session);
        } catch (SQLException e) {
            throw OutboxException.of(what, e);
        }
    }

    private <T> T onSession(Work<T> work) throws SQLException {
        Session session = take();
        boolean fine = false;
        try {
            T result = work.run(session);
            if (!session.connection().getAutoCommit()) {
                session.connection().rollback(); // or it would see the same state for ever
            }
            fine = true;
            return result;
        } finally {
            if (!fine || !giveBack(session)) {
                session.close();
            }
        }
    }

    private Session take() throws SQLException {
        lock.lock();
        try {
            if (closed) {
                throw new OutboxException("the outbox is closed");
            }
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        } finally {
            lock.unlock();
        }
        return database.open();
    }

    private boolean giveBack(Session session) {
        lock.lock();
        try {
            if (!closed) {
                idle.push(session);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        idle.forEach(Session::closeQuietly); // nobody else touches them any more
    }
}
