package dev.paloma;

import dev.paloma.smtp.TransactionResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one mail at one server.
 *
 * @param rows one for each recipient
 * @param failure why it isn't as the policy asks; null if it is
 * @param elsewhere whether another server may be tried: nothing was sent, and nobody refused the mail itself
 * @param session what is known of the connection
 * @param result the facts, where it was one transaction; its recipients are those of the rows
 */
record Attempt(
        List<Receipt.Row> rows,
        @Nullable Failure failure,
        boolean elsewhere,
        Receipt.Session session,
        @Nullable TransactionResult result) {
    Attempt(List<Receipt.Row> rows, @Nullable Failure failure, boolean elsewhere, Receipt.Session session) {
        this(rows, failure, elsewhere, session, null);
    }

    /** Whether it is what became of it for any recipient. */
    boolean has(Outcome outcome) {
        for (int i = 0; i < rows.size(); i++) { // an iterator for each mail would be garbage
            if (rows.get(i).outcome() == outcome) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether this failure says more of the mail's prospects than that of a server tried later: one that may be over
     * soon isn't hidden by one that stays. A later attempt that is the last word is never outweighed.
     */
    boolean outweighs(Attempt later) {
        return failure != null
                && later.failure != null
                && later.elsewhere
                && weight(failure.kind()) > weight(later.failure.kind());
    }

    private static int weight(SendException.Kind kind) {
        return switch (kind) {
            case TEMPORARY -> 3;
            case REFUSED, CONTENT -> 1; // refused here, for this one server's limits
            case NO_SUCH_HOST -> 0; // means that no server's name exists
            default -> 2;
        };
    }
}
