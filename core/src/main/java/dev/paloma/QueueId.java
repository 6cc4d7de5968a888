package dev.paloma;

import dev.paloma.smtp.Reply;
import dev.paloma.smtp.TransactionResult;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server's own name for a mail, which every MTA words in its own way. */
final class QueueId {
    private static final List<String> MARKERS = List.of("queued as ", " id=");
    /** What follows a name in Sendmail's words, Exchange's and Google's. */
    private static final List<String> ENDINGS =
            List.of(" Message accepted for delivery", " Queued mail for delivery", " - gsmtp", "-gsmtp");

    /** Qmail and others: a word with a digit in it, and nothing else. */
    private static final Pattern BARE = Pattern.compile(
            "(?:2\\.\\d{1,3}\\.\\d{1,3} )?ok:? (?=\\D{0,40}\\d)([a-z0-9._-]{4,64})", Pattern.CASE_INSENSITIVE);

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
        String last = reply.lines().get(reply.lines().size() - 1);
        for (String ending : ENDINGS) {
            if (last.regionMatches(true, last.length() - ending.length(), ending, 0, ending.length())) {
                return lastWord(last.substring(0, last.length() - ending.length()));
            }
        }
        Matcher bare = BARE.matcher(last);
        return bare.matches() ? bare.group(1) : null;
    }

    /** Exchange has its own number behind it in brackets. */
    private static @Nullable String lastWord(String line) {
        int bracket = line.endsWith("]") ? line.lastIndexOf(" [") : -1;
        String before = bracket < 0 ? line : line.substring(0, bracket);
        String word = before.substring(before.lastIndexOf(' ') + 1);
        String plain = word.startsWith("<") && word.endsWith(">") ? word.substring(1, word.length() - 1) : word;
        boolean bareStatus = plain.matches("[0-9]{1,3}(\\.[0-9]{1,3}){2}");
        return plain.isEmpty() || bareStatus ? null : plain;
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
