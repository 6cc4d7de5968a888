package dev.paloma.outbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;

/** A file in a folder that JUnit removes. */
record SqlitePlace(Path folder) implements Place {
    String url() {
        return "sqlite:" + folder.resolve("outbox.db");
    }

    @Override
    public Database database(Clock clock, Hook hook) {
        Database made = OutboxUrl.database(url(), clock);
        return new SqliteDatabase(made::connection, clock) {
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
        return DriverManager.getConnection("jdbc:" + url());
    }

    @Override
    public void close() {}
}
