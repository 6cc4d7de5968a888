package dev.paloma.outbox;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a database's code for a failure says of trying again. */
final class SqlState {
    /** SQLite's BUSY, LOCKED, IOERR and FULL; it has no SQLSTATE. */
    private static final Set<Integer> PASSING = Set.of(5, 6, 10, 13);

    private SqlState() {}

    /** Class 08 is the connection; 57P01 and its like are PostgreSQL's goodbye. */
    static boolean isLost(SQLException e) {
        return startsWith(e, "08") || startsWith(e, "57P");
    }

    /** It was rolled back, because of others at the same time: a deadlock, or an order that can't be had. */
    static boolean isConflict(Throwable e) {
        return e instanceof SQLException failure && (startsWith(failure, "40001") || startsWith(failure, "40P01"));
    }

    /** A lock wasn't to be had in time. */
    static boolean isLocked(Throwable e) {
        return e instanceof SQLException failure && startsWith(failure, "55P03");
    }

    /** A row is where it mustn't be. */
    static boolean isCheck(SQLException e) {
        return startsWith(e, "23514");
    }

    /** Whether it may be over the next time: no way to the database, no room, somebody else's lock. */
    static boolean passes(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return e.getSQLState() == null
                        ? PASSING.contains(e.getErrorCode() & 0xFF)
                        : isLost(e) || isLocked(e) || startsWith(e, "53") || isConflict(e);
            }
        }
        return false;
    }

    private static boolean startsWith(SQLException e, String start) {
        return e.getSQLState() != null && e.getSQLState().startsWith(start);
    }
}
