package dev.paloma.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shared by any number of machines; rows that somebody else is about to take are passed over. */
class PostgresDatabase extends Database {
    private static final int WRITERS = 4;
    /** Rows that are worth arrays. */
    private static final int MANY = 4;

    /** For a transaction: the connection may be one of the application's pool. */
    private static final String LOCK_LIMIT = "SET LOCAL lock_timeout = '200ms'";

    /** Other submitters' transactions are shorter. */
    private static final String BRIEFLY = "SET LOCAL lock_timeout = '50ms'";

    /**
     * A plan that was made while the tables were empty stays for hours, and reads all of them when they are full; and no
     * statement of ours but figures and lists is better off without its index.
     */
    private static final String PLANNING = "SELECT set_config('enable_seqscan', ?, ?::boolean),"
            + " set_config('enable_hashjoin', ?, ?::boolean), set_config('enable_mergejoin', ?, ?::boolean),"
            + " set_config('jit', ?, ?::boolean)";

    private static final String PLANNED =
            "SELECT current_setting('enable_seqscan'), current_setting('enable_hashjoin'),"
                    + " current_setting('enable_mergejoin'), current_setting('jit')";
    private static final List<String> BY_INDEX = List.of("off", "off", "off", "off");
    private static final List<String> FREELY = List.of("on", "on", "on", "off");

    private static final List<String> DIVIDED = List.of("mail", "recipient", "attempt", "content_chunk");

    private static final String IDS = "SELECT nextval('outbox_ids') FROM generate_series(1, ?)";
    /** From one destination to the next by the index, however many jobs each has. */
    private static final String DESTINATIONS = "WITH RECURSIVE d(domain, bucket) AS ("
            + "(SELECT domain, bucket FROM outbox_job WHERE state = 0 AND route = ? AND (domain, bucket) > (?, ?)"
            + " ORDER BY domain, bucket LIMIT 1) UNION ALL SELECT n.domain, n.bucket FROM d CROSS JOIN LATERAL"
            + " (SELECT j.domain, j.bucket FROM outbox_job j WHERE j.state = 0 AND j.route = ?"
            + " AND (j.domain, j.bucket) > (d.domain, d.bucket) ORDER BY j.domain, j.bucket LIMIT 1) n)"
            + " SELECT domain, bucket FROM d LIMIT ?";

    private static final String TAKE = "UPDATE outbox_job j SET state = 2, worker = ? FROM (SELECT p.id FROM"
            + " unnest(?::text[], ?::int[], ?::int[]) AS t(domain, bucket, most) CROSS JOIN LATERAL"
            + " (SELECT id FROM outbox_job WHERE state = 0 AND route = ? AND domain = t.domain AND bucket = t.bucket"
            + " ORDER BY rank, id LIMIT t.most FOR UPDATE SKIP LOCKED) p) q WHERE j.id = q.id RETURNING "
            + "j." + Claimed.COLUMNS.replace(", ", ", j.");

    /** Of any of the tables, should a drop have been cut short. */
    private static final String DAYS = "SELECT DISTINCT substring(c.relname FROM '[0-9]+$')::int8 AS day"
            + " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent IN ('outbox_mail'::regclass,"
            + " 'outbox_recipient'::regclass, 'outbox_attempt'::regclass, 'outbox_content_chunk'::regclass)"
            + " AND c.relname ~ '_[0-9]+$' ORDER BY day";

    private static final String KEYS = "DELETE FROM outbox_submit_key WHERE name IN"
            + " (SELECT name FROM outbox_submit_key WHERE mail >= ? AND mail < ? ORDER BY mail LIMIT 1000)";
    private static final String IS_THERE = "SELECT 1 FROM pg_class WHERE oid = to_regclass(?)";

    PostgresDatabase(Opener opener, Clock clock) {
        super(opener, clock);
    }

    @Override
    String name() {
        return "postgresql";
    }

    @Override
    int writers() {
        return WRITERS;
    }

    @Override
    Leaving prepare(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        int isolation = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(true);
        List<String> planned = planned(connection);
        plan(connection, BY_INDEX, false);
        connection.setAutoCommit(false);
        return () -> {
            connection.rollback();
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(true);
            plan(connection, planned, false);
            connection.setAutoCommit(autoCommit);
        };
    }

    private static List<String> planned(Connection connection) throws SQLException {
        List<String> settings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PLANNED)) {
            while (row.next()) {
                for (int i = 1; i <= BY_INDEX.size(); i++) {
                    settings.add(row.getString(i));
                }
            }
        }
        return settings;
    }

    private static void plan(Connection connection, List<String> settings, boolean transaction) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PLANNING)) {
            for (int i = 0; i < settings.size(); i++) {
                statement.setString(2 * i + 1, settings.get(i));
                statement.setBoolean(2 * i + 2, transaction);
            }
            statement.execute();
        }
    }

    @Override
    <T> T reading(Session session, Work<T> work) throws SQLException {
        plan(session.connection(), FREELY, true);
        T read = work.run(session);
        plan(session.connection(), BY_INDEX, true);
        return read;
    }

    @Override
    void waitBriefly(Session session) throws SQLException {
        execute(session, BRIEFLY);
    }

    @Override
    void begin(Session session) throws SQLException {} // it begins with its first statement

    @Override
    void commit(Session session) throws SQLException {
        session.connection().commit();
    }

    @Override
    void rollback(Session session) throws SQLException {
        session.connection().rollback();
    }

    @Override
    long[] ids(Session session, int count) throws SQLException {
        long[] ids = new long[count];
        try (ResultSet rows = session.query(IDS, count)) {
            for (int i = 0; rows.next(); i++) {
                ids[i] = MailId.of(now(), rows.getLong(1));
            }
        }
        return ids;
    }

    @Override
    int[] all(Session session, String sql, List<@Nullable Object[]> rows) throws SQLException {
        return rows.size() < MANY ? session.batch(sql, rows) : new Together(sql, rows).execute(session);
    }

    @Override
    List<Destination> destinations(Session session, String route, Destination after, int most) throws SQLException {
        List<Destination> found = new ArrayList<>();
        try (ResultSet rows = session.query(DESTINATIONS, route, after.domain(), after.bucket(), route, most)) {
            while (rows.next()) {
                found.add(new Destination(rows.getString(1), rows.getInt(2)));
            }
        }
        return found;
    }

    @Override
    List<Claimed> take(Session session, Claim claim, Map<Destination, Integer> wanted) throws SQLException {
        Connection connection = session.connection();
        List<Destination> to = List.copyOf(wanted.keySet());
        Array domains = connection.createArrayOf(
                "text", to.stream().map(Destination::domain).toArray());
        Array buckets = connection.createArrayOf(
                "int4", to.stream().map(Destination::bucket).toArray());
        Array most =
                connection.createArrayOf("int4", to.stream().map(wanted::get).toArray());
        PreparedStatement statement = session.statement(TAKE, claim.worker());
        statement.setArray(2, domains);
        statement.setArray(3, buckets);
        statement.setArray(4, most);
        statement.setString(5, claim.route());
        List<Claimed> taken = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                taken.add(Claimed.of(rows));
            }
        }
        return taken;
    }

    @Override
    String skipLocked() {
        return " FOR UPDATE SKIP LOCKED";
    }

    @Override
    String share() {
        return " FOR SHARE";
    }

    @Override
    String lock() {
        return " FOR UPDATE";
    }

    @Override
    void prepareDays(long firstDay, long lastDay) throws SQLException {
        try (Session session = open()) {
            for (long day = firstDay; day <= lastDay; day++) {
                for (String table : DIVIDED) {
                    prepareDay(session, "outbox_" + table, day);
                }
            }
        }
    }

    /**
     * A table at a time, and attached when it is there: whoever only inserts goes on meanwhile. Not now if a backup reads
     * them, and not at all where mails of that day are in the rest already.
     */
    private void prepareDay(Session session, String table, long day) throws SQLException {
        String partition = table + "_" + day;
        if (session.number(0, IS_THERE, partition) == 1) {
            return;
        }
        try {
            Schema.alone(session);
            if (session.number(0, IS_THERE, partition) == 0) { // still
                execute(session, LOCK_LIMIT);
                execute(session, "CREATE TABLE " + partition + " (LIKE " + table + " INCLUDING ALL)" + settings(table));
                execute(
                        session,
                        "ALTER TABLE " + table + " ATTACH PARTITION " + partition + " FOR VALUES FROM ("
                                + MailId.dayStart(day) + ") TO (" + MailId.dayStart(day + 1) + ")");
            }
            commit(session);
        } catch (SQLException e) {
            rollback(session);
            if (!SqlState.isLocked(e) && !SqlState.isCheck(e)) {
                throw e;
            }
        }
    }

    private static void execute(Session session, String sql) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private static String settings(String table) {
        return table.equals("outbox_mail") || table.equals("outbox_recipient")
                ? " WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)"
                : "";
    }

    @Override
    List<Long> days(Session session) throws SQLException {
        List<Long> days = new ArrayList<>();
        try (ResultSet rows = session.query(DAYS)) {
            while (rows.next()) {
                days.add(rows.getLong(1));
            }
        }
        return days;
    }

    /** Not now if somebody, a backup perhaps, reads the tables for long: all others would wait behind this. */
    @Override
    void dropDay(long day) throws SQLException {
        try (Session session = open()) {
            try {
                drop(session, day);
            } catch (SQLException e) {
                rollback(session);
                if (!SqlState.isLocked(e)) {
                    throw e;
                }
            }
        }
    }

    /** Each table in a transaction of its own, which begins with the whole table: so nobody's locks cross with it. */
    private void drop(Session session, long day) throws SQLException {
        if (!Purge.isOver(session, day)) {
            rollback(session);
            return;
        }
        while (session.update(KEYS, MailId.dayStart(day), MailId.dayStart(day + 1)) > 0) {
            commit(session); // some at a time, and before anybody is locked out
        }
        execute(session, LOCK_LIMIT);
        execute(session, "LOCK TABLE ONLY outbox_mail IN ACCESS EXCLUSIVE MODE");
        if (!Purge.isOver(session, day)) { // still
            rollback(session);
            return;
        }
        for (String table : DIVIDED) {
            execute(session, LOCK_LIMIT);
            execute(session, "DROP TABLE IF EXISTS outbox_" + table + "_" + day);
            commit(session);
        }
    }
}
