package dev.paloma.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/** A database of its own for each test. */
record PostgresPlace(String url) implements Place {
    static PostgresPlace fresh() throws SQLException {
        return new PostgresPlace(PrivatePostgres.server().newDatabase());
    }

    @Override
    public Database database(Clock clock) {
        return OutboxUrl.database(url, clock);
    }

    @Override
    public Connection connect() throws SQLException {
        return PrivatePostgres.connect(url);
    }

    @Override
    public void close() {
        try {
            PrivatePostgres.server().drop(url);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
