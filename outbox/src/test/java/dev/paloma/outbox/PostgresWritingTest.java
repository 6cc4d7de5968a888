package dev.paloma.outbox;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("postgresql")
class PostgresWritingTest extends WritingContract {
    @BeforeAll
    static void server() {
        PrivatePostgres.server(); // its process and threads aren't any test's
    }

    @Override
    Place place() throws Exception {
        return PostgresPlace.fresh();
    }
}
