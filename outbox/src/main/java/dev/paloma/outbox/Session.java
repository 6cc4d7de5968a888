package dev.paloma.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection with its prepared statements. Used by one thread at a time. */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Database database;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    /** Rows that wait to go together, by statement; executed in the order of their first row. */
    private final Map<String, List<@Nullable Object[]>> batches = new LinkedHashMap<>();

    private final Tally tally = new Tally();

    private final Database.@Nullable Leaving leaving;
    private boolean brief;
    private int wanted = 1;
    private long[] ids = {};
    private int nextId;

    /** On somebody else's connection. */
    Session(Connection connection, Database database) {
        this(connection, database, null);
    }

    /** On one of the outbox's own, which is left like this. */
    Session(Connection connection, Database database, Database.@Nullable Leaving leaving) {
        this.connection = connection;
        this.database = database;
        this.leaving = leaving;
    }

    Connection connection() {
        return connection;
    }

    Database database() {
        return database;
    }

    /** The prepared statement, with its parameters set to these: Long, Integer, String, byte[] or null. */
    PreparedStatement statement(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = prepared(sql);
        bind(statement, parameters);
        return statement;
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (value instanceof byte[] octets) {
                statement.setBytes(i + 1, octets);
            } else {
                statement.setString(i + 1, (String) value);
            }
        }
    }

    /** Rows changed. */
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        return statement(sql, parameters).executeUpdate();
    }

    ResultSet query(String sql, @Nullable Object... parameters) throws SQLException {
        return statement(sql, parameters).executeQuery();
    }

    /** The first column of the first row, or this if there is none or it is null. */
    long number(long otherwise, String sql, @Nullable Object... parameters) throws SQLException {
        try (ResultSet rows = query(sql, parameters)) {
            if (!rows.next()) {
                return otherwise;
            }
            long value = rows.getLong(1);
            return rows.wasNull() ? otherwise : value;
        }
    }

    /** Adds a row to a statement that is executed once, before the transaction ends. */
    void later(String sql, @Nullable Object... parameters) {
        batches.computeIfAbsent(sql, text -> new ArrayList<>()).add(parameters);
    }

    /** How many rows each execution changed, of one that isn't put off. */
    int[] all(String sql, List<@Nullable Object[]> rows) throws SQLException {
        return rows.isEmpty() ? new int[0] : database.all(this, sql, rows);
    }

    /** One after the other, in one go. */
    int[] batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
        PreparedStatement statement = prepared(sql);
        try {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        } finally {
            statement.clearBatch();
        }
    }

    /** Executes what was put off. */
    void flush() throws SQLException {
        for (Map.Entry<String, List<@Nullable Object[]>> batch : batches.entrySet()) {
            all(batch.getKey(), batch.getValue());
        }
        batches.clear();
    }

    /** Figures that are written when the transaction ends. */
    Tally tally() {
        return tally;
    }

    /** What is left to execute before the transaction ends. */
    void finish() throws SQLException {
        flush();
        tally.write(this);
    }

    /** Drops what wasn't executed. */
    void forget() {
        batches.clear();
        tally.clear();
        ids = new long[0];
        nextId = 0;
    }

    /** What follows in this transaction may stand behind somebody else's: only the application waits for its own. */
    void waitBriefly() throws SQLException {
        if (leaving != null && !brief) {
            brief = true;
            database.waitBriefly(this);
        }
    }

    /** A transaction begins. */
    void begin() throws SQLException {
        database.begin(this);
        brief = false;
    }

    /** So many numbers will probably be wanted in this transaction. */
    void expect(int count) {
        wanted = Math.max(1, count);
        ids = new long[0];
        nextId = 0;
    }

    /** A number that no row ever had. */
    long id() throws SQLException {
        if (nextId == ids.length) {
            ids = database.ids(this, wanted);
            nextId = 0;
        }
        return ids[nextId++];
    }

    /** Closes the statements; the connection is somebody else's. */
    void release() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }

    /** For one that nothing depends on any more. */
    void closeQuietly() {
        try {
            close();
        } catch (SQLException e) {
            statements.clear();
        }
    }

    @Override
    public void close() throws SQLException {
        statements.clear();
        try {
            if (leaving != null) {
                leaving.leave();
            }
        } finally {
            connection.close(); // and with it the statements
        }
    }
}
