package dev.paloma;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one mail at one server.
 *
 * @param rows one for each recipient
 * @param failure why it isn't as the policy asks; null if it is
 * @param elsewhere whether another server may be tried: nothing was sent, and nobody refused the mail itself
 * @param session what is known of the connection
 */
record Attempt(List<Receipt.Row> rows, @Nullable Failure failure, boolean elsewhere, Receipt.Session session) {}
