package dev.paloma.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What differs from one database to the other; all other SQL is the same for both. Safe for use by several threads. */
abstract class Database {
    private final Opener opener;
    private final Clock clock;

    /** A way to a new connection. */
    @FunctionalInterface
    interface Opener {
        Connection open() throws SQLException;
    }

    Database(Opener opener, Clock clock) {
        this.opener = opener;
        this.clock = clock;
    }

    /** Leaves a connection as it was found. */
    @FunctionalInterface
    interface Leaving {
        void leave() throws SQLException;
    }

    /** A connection as this outbox needs it. */
    Session open() throws SQLException {
        Connection connection = connection();
        try {
            return new Session(connection, this, prepare(connection));
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A new connection as it is. */
    final Connection connection() throws SQLException {
        return opener.open();
    }

    /** The time of day, in milliseconds; it may jump. */
    long now() {
        return clock.millis();
    }

    /** Its name, and that of the folder with its schema. */
    abstract String name();

    /** How many threads may write at a time. */
    abstract int writers();

    abstract Leaving prepare(Connection connection) throws SQLException;

    abstract void begin(Session session) throws SQLException;

    abstract void commit(Session session) throws SQLException;

    abstract void rollback(Session session) throws SQLException;

    /** Runs what reads a good part of a table; all else goes by indices, whatever the server believes of its tables. */
    <T> T reading(Session session, Work<T> work) throws SQLException {
        return work.run(session);
    }

    /** In this transaction nobody is waited for any longer than a moment: then it fails with a lock that wasn't to be had. */
    void waitBriefly(Session session) throws SQLException {}

    /** As many new numbers, ascending. */
    abstract long[] ids(Session session, int count) throws SQLException;

    /** Executes it for each of these rows, of which there is at least one; returns how many rows each changed. */
    int[] all(Session session, String sql, List<@Nullable Object[]> rows) throws SQLException {
        return session.batch(sql, rows);
    }

    /** The destinations that have ready jobs, from the first one after this, in order. */
    abstract List<Destination> destinations(Session session, String route, Destination after, int most)
            throws SQLException;

    /** Takes so many ready jobs of these destinations, or as many as there are. */
    abstract List<Claimed> take(Session session, Claim claim, Map<Destination, Integer> wanted) throws SQLException;

    /** Appended to a SELECT whose rows are about to be changed, so that others pass over them. */
    abstract String skipLocked();

    /** Appended to a SELECT whose rows must stay as they are until the transaction ends. */
    abstract String share();

    /** Appended to a SELECT that lets only one transaction at a time go on. */
    abstract String lock();

    /** Makes room for the mails of these days, but for a day that others are in the way of. */
    void prepareDays(long firstDay, long lastDay) throws SQLException {}

    /** Drops the mails of a day at once if none is still wanted and nobody is in the way; where days are kept apart. */
    void dropDay(long day) throws SQLException {}

    /** The days that are kept apart. */
    List<Long> days(Session session) throws SQLException {
        return List.of();
    }
}
