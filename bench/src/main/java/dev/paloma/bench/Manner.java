package dev.paloma.bench;

/** How mails are sent. */
enum Manner {
    /** The same mail again and again, over connections that stay open. */
    REUSE,
    /** As {@link #REUSE}, but each mail is composed anew. */
    COMPOSE,
    /** A new connection for each mail. */
    FRESH,
    /** A thousand threads at once. */
    CALLERS,
    /** A thousand virtual threads at once. */
    VIRTUAL_CALLERS
}
