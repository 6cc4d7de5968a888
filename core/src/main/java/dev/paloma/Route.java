package dev.paloma;

import dev.paloma.message.Mail;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One place where a mailer tries to leave a mail. Safe for use by several threads. */
interface Route {
    /** The place's name in receipts: {@code host:port} or a path. */
    String name();

    /**
     * Tries once.
     *
     * @param mayLeave asked immediately before the mail can't be held back any more; false holds it back
     * @param tried gets a line for each address that was left for the next
     */
    Attempt attempt(Mail mail, BooleanSupplier mayLeave, List<Receipt.Tried> tried);

    /** Sends a first job, and those that wait behind it as far as they can go together; the lane hears of each. */
    default void batch(Job first, Lane lane) {
        lane.attempted(first, attempt(first.mail(), first::mayLeave, first.tried()));
    }

    /** Whether it failed so lately that others come first. */
    default boolean isAside() {
        return false;
    }
}
