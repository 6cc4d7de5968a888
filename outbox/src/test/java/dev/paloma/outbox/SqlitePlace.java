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
    public Database database(Clock clock) {
        return OutboxUrl.database(url(), clock);
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:" + url());
    }

    @Override
    public void close() {}
}
