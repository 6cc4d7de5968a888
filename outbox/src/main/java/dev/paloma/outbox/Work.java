package dev.paloma.outbox;

import java.sql.SQLException;

/**
 * Part of a transaction. May run several times, each time from the beginning, when what shared its transaction failed; so
 * it changes nothing but the database.
 */
@FunctionalInterface
interface Work<T> {
    T run(Session session) throws SQLException;
}
