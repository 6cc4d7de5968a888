package dev.paloma.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A job that a worker has.
 *
 * @param id its number
 * @param mail the mail's number
 * @param route the server route it goes by
 * @param to where it goes
 * @param attempts how many were begun before
 * @param deferrals how many of them count for the back-off
 * @param alone whether the mail has no other job
 */
record Claimed(long id, long mail, String route, Destination to, int attempts, int deferrals, boolean alone) {
    static final String COLUMNS = "id, mail, route, domain, bucket, attempts, deferrals, alone";

    static Claimed of(ResultSet row) throws SQLException {
        Destination to = new Destination(row.getString(4), row.getInt(5));
        return new Claimed(
                row.getLong(1), row.getLong(2), row.getString(3), to, row.getInt(6), row.getInt(7), row.getInt(8) == 1);
    }

    /** The number of its attempt that begins next, or has begun. */
    int attempt() {
        return attempts + 1;
    }
}
