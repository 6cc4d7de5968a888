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
    public Database database(Clock clock, Hook hook) {
        Database made = OutboxUrl.database(url, clock);
        return new PostgresDatabase(made::connection, clock) {
            @Override
            void begin(Session session) throws SQLException {
                hook.beforeBegin();
                super.begin(session);
            }

            @Override
            void commit(Session session) throws SQLException {
                hook.beforeCommit();
                super.commit(session);
                hook.afterCommit();
            }
        };
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
