package dev.paloma;

import dev.paloma.smtp.TransactionResult;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The server's own name for a mail, which every MTA words in its own way. */
final class QueueId {
    private QueueId() {}

    /** {@code 2.0.0 Ok: queued as 4XyZ} (Postfix), {@code OK id=1tE…} (Exim); null where none is told. */
    static @Nullable String in(TransactionResult result) {
        if (!result.isAccepted() || result.content() == null) {
            return null;
        }
        String text = result.content().lines().get(0);
        String lower = text.toLowerCase(Locale.ROOT);
        for (String marker : new String[] {"queued as ", " id="}) {
            int at = lower.indexOf(marker);
            if (at >= 0) {
                String rest = text.substring(at + marker.length());
                int end = rest.indexOf(' ');
                return end < 0 ? rest : rest.substring(0, end);
            }
        }
        return null;
    }
}
