package dev.paloma.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Brings the tables to what this version knows, step by step; one process at a time, the others wait for its row. */
final class Schema {
    /** The last of the numbered files. */
    static final int VERSION = 1;

    private static final String VERSION_TABLE =
            "CREATE TABLE IF NOT EXISTS outbox_schema (only_one INTEGER PRIMARY KEY, version INTEGER NOT NULL)";
    private static final String ALONE = "SELECT version FROM outbox_schema WHERE only_one = 1";

    private static final int TRIES = 5;

    private final Database database;

    Schema(Database database) {
        this.database = database;
    }

    /**
     * @throws OutboxException if it can't, or somebody newer has been here
     */
    void update() {
        for (int i = 1; ; i++) {
            try (Session session = database.open()) {
                update(session);
                return;
            } catch (SQLException e) {
                if (i == TRIES) { // PostgreSQL fails where two create the same table at the same moment
                    throw OutboxException.of("the outbox can't be opened", e);
                }
            }
        }
    }

    private void update(Session session) throws SQLException {
        database.begin(session);
        try {
            session.update(VERSION_TABLE);
            session.update("INSERT INTO outbox_schema VALUES (1, 0) ON CONFLICT DO NOTHING");
            long found = alone(session);
            if (found > VERSION) {
                throw new OutboxException("the outbox has schema version " + found + ", and this program knows up to "
                        + VERSION + ": use a newer one");
            }
            for (long step = found + 1; step <= VERSION; step++) {
                apply(session, step);
                session.update("UPDATE outbox_schema SET version = ?", step);
            }
            database.commit(session);
        } catch (SQLException | RuntimeException e) {
            database.rollback(session);
            throw e;
        }
    }

    /** The version; until the transaction ends nobody else makes or changes tables. */
    static long alone(Session session) throws SQLException {
        return session.number(0, ALONE + session.database().lock());
    }

    private void apply(Session session, long step) throws SQLException {
        String file = String.format(Locale.ROOT, "%s/%03d.sql", database.name(), step);
        try (Statement statement = session.connection().createStatement()) {
            for (String sql : text(file).split(";\\s*\n")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static String text(String file) {
        try (@Nullable InputStream in = Schema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
