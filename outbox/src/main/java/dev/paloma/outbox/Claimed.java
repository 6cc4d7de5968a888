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
 * @param rank 0 first, 9 last
 * @param alone whether the mail has no other job
 */
record Claimed(long id, long mail, String route, Destination to, int attempts, int deferrals, int rank, boolean alone) {
    static final String COLUMNS = "id, mail, route, domain, bucket, attempts, deferrals, rank, alone";

    static Claimed of(ResultSet row) throws SQLException {
        Destination to = new Destination(row.getString(4), row.getInt(5));
        return new Claimed(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                to,
                row.getInt(6),
                row.getInt(7),
                row.getInt(8),
                row.getInt(9) == 1);
    }

    /** The same as it was before its attempt began. */
    Claimed before() {
        return new Claimed(id, mail, route, to, attempts - 1, deferrals, rank, alone);
    }

    /** The number of its attempt that begins next, or has begun. */
    int attempt() {
        return attempts + 1;
    }
}
