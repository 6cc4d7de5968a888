package dev.paloma.outbox;

import java.sql.SQLException;

/** What a database's code for a failure says of trying again. */
final class SqlState {
    private SqlState() {}

    /** Class 08 is the connection; 57P01 and its like are PostgreSQL's goodbye. */
    static boolean isLost(SQLException e) {
        return startsWith(e, "08") || startsWith(e, "57P");
    }

    /** It was rolled back, because of others at the same time: a deadlock, or an order that can't be had. */
    static boolean isConflict(Exception e) {
        return e instanceof SQLException failure && (startsWith(failure, "40001") || startsWith(failure, "40P01"));
    }

    /** A lock wasn't to be had in time. */
    static boolean isLocked(SQLException e) {
        return startsWith(e, "55P03");
    }

    private static boolean startsWith(SQLException e, String start) {
        return e.getSQLState() != null && e.getSQLState().startsWith(start);
    }
}
