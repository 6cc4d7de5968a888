package dev.paloma.outbox;

import java.sql.SQLException;

/** What a test does to a database's transactions. */
interface Hook {
    Hook NONE = new Hook() {};

    default void beforeBegin() throws SQLException {}

    default void beforeCommit() throws SQLException {}

    default void afterCommit() throws SQLException {}
}
