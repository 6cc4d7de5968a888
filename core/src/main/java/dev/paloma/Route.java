package dev.paloma;

/** One place where a mailer tries to leave a mail. Safe for use by several threads. */
interface Route {
    /** The place's name in receipts: {@code host:port} or a path. */
    String name();

    /** Tries once. The job is asked immediately before the mail can't be held back any more, and hears what was tried. */
    Attempt attempt(Job job);

    /** Sends a first job, and those that wait behind it as far as they can go together; the lane hears of each. */
    default void batch(Job first, Lane lane) {
        lane.attempted(first, attempt(first));
    }

    /** Whether it failed so lately that others come first. */
    default boolean isAside() {
        return false;
    }
}
