package dev.paloma.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/** Where a test keeps its outbox: an empty one for each test. */
interface Place extends AutoCloseable {
    /** Opened once more; each time as if by another process. */
    default Outbox open(Clock clock) {
        return open(clock, Hook.NONE);
    }

    /** With something in the way of its transactions. */
    default Outbox open(Clock clock, Hook hook) {
        return new Outbox(database(clock, hook));
    }

    Database database(Clock clock, Hook hook);

    /** A connection of the test's own, in no transaction. */
    Connection connect() throws SQLException;

    @Override
    void close();
}
