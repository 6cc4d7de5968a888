package dev.paloma.outbox;

import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** For tests of what only PostgreSQL can: an empty outbox for each. */
@Tag("postgresql")
abstract class PostgresOutbox {
    Place place;
    Outbox outbox;

    @BeforeEach
    void open() throws SQLException {
        place = PostgresPlace.fresh();
        outbox = place.open(Clock.systemUTC());
    }

    @AfterEach
    void close() {
        outbox.close();
        place.close();
    }
}
