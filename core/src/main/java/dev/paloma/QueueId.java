package dev.paloma;

import dev.paloma.smtp.Reply;
import dev.paloma.smtp.TransactionResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's own name for a mail, which every MTA words in its own way. */
final class QueueId {
    private static final List<String> MARKERS = List.of("queued as ", " id=");

    private QueueId() {}

    /** {@code 2.0.0 Ok: queued as 4XyZ} (Postfix), {@code OK id=1tE…} (Exim); null where none is told. */
    static @Nullable String in(TransactionResult result) {
        for (int i = 0; i < result.size(); i++) {
            Reply content = result.content(i);
            if (content != null && result.isAccepted(i)) {
                return in(content);
            }
        }
        return null;
    }

    private static @Nullable String in(Reply reply) {
        for (int i = 0; i < reply.lines().size(); i++) {
            String line = reply.lines().get(i);
            for (int j = 0; j < MARKERS.size(); j++) {
                String id = behind(MARKERS.get(j), line);
                if (!id.isEmpty()) {
                    return id;
                }
            }
        }
        return null;
    }

    private static String behind(String marker, String line) {
        for (int at = 0; at + marker.length() < line.length(); at++) {
            if (line.regionMatches(true, at, marker, 0, marker.length())) {
                int start = at + marker.length();
                int end = line.indexOf(' ', start);
                return line.substring(start, end < 0 ? line.length() : end);
            }
        }
        return "";
    }
}
