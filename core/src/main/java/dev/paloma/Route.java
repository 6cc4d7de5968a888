package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import java.util.List;

/** One place where a mailer tries to leave a mail. Safe for use by several threads. */
interface Route {
    /** The place's name in receipts: {@code host:port} or a path. */
    String name();

    /**
     * Tries once.
     *
     * @param tried gets a line for each address that was left for the next
     */
    Attempt attempt(Envelope envelope, Content content, List<Receipt.Tried> tried);
}
