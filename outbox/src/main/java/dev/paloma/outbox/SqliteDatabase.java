package dev.paloma.outbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One file, one writer at a time: whoever writes asks for the lock at the beginning, and waits for it. */
class SqliteDatabase extends Database {
    private static final List<String> SETTINGS = List.of(
            "PRAGMA busy_timeout = 60000",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL", // a commit is on the disk when it returns
            "PRAGMA journal_size_limit = 67108864", // a large transaction's room is given back
            "PRAGMA cache_size = -16000",
            "PRAGMA temp_store = MEMORY");

    private static final String IDS = "UPDATE outbox_counter SET value = value + ? WHERE name = 'id' RETURNING value";
    /** The rank is one that no job has: SQLite goes to the first that isn't less, and would read all that are equal. */
    private static final String NEXT = "SELECT domain, bucket FROM outbox_job WHERE state = 0 AND route = ?"
            + " AND (domain, bucket, rank) > (?, ?, 10) ORDER BY domain, bucket LIMIT 1";

    private static final String TAKE =
            "UPDATE outbox_job SET state = 2, worker = ? WHERE id IN (SELECT id FROM outbox_job"
                    + " WHERE state = 0 AND route = ? AND domain = ? AND bucket = ? ORDER BY rank, id LIMIT ?)"
                    + " RETURNING " + Claimed.COLUMNS;

    SqliteDatabase(Opener opener, Clock clock) {
        super(opener, clock);
    }

    @Override
    String name() {
        return "sqlite";
    }

    @Override
    int writers() {
        return 1;
    }

    @Override
    Leaving prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
        }
        return () -> {}; // nobody else gets it
    }

    @Override
    void begin(Session session) throws SQLException {
        session.statement("BEGIN IMMEDIATE").execute();
    }

    @Override
    void commit(Session session) throws SQLException {
        session.statement("COMMIT").execute();
    }

    @Override
    void rollback(Session session) throws SQLException {
        session.statement("ROLLBACK").execute();
    }

    @Override
    long[] ids(Session session, int count) throws SQLException {
        long last = session.number(0, IDS, count);
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = MailId.of(now(), last - count + 1 + i);
        }
        return ids;
    }

    @Override
    List<Destination> destinations(Session session, String route, Destination after, int most) throws SQLException {
        List<Destination> found = new ArrayList<>();
        @Nullable Destination last = after;
        while (last != null && found.size() < most) {
            last = next(session, route, last);
            if (last != null) {
                found.add(last);
            }
        }
        return found;
    }

    private static @Nullable Destination next(Session session, String route, Destination after) throws SQLException {
        try (ResultSet row = session.query(NEXT, route, after.domain(), after.bucket())) {
            return row.next() ? new Destination(row.getString(1), row.getInt(2)) : null;
        }
    }

    @Override
    List<Claimed> take(Session session, Claim claim, Map<Destination, Integer> wanted) throws SQLException {
        List<Claimed> taken = new ArrayList<>();
        for (Map.Entry<Destination, Integer> entry : wanted.entrySet()) {
            Destination to = entry.getKey();
            try (ResultSet rows =
                    session.query(TAKE, claim.worker(), claim.route(), to.domain(), to.bucket(), entry.getValue())) {
                while (rows.next()) {
                    taken.add(Claimed.of(rows));
                }
            }
        }
        return taken;
    }

    /** There is but one writer. */
    @Override
    String skipLocked() {
        return "";
    }

    @Override
    String share() {
        return "";
    }

    @Override
    String lock() {
        return "";
    }
}
