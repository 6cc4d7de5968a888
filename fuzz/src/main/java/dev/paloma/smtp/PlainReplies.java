package dev.paloma.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 5321 §4.2 said again in the simplest way: a judge for the reply reader. */
final class PlainReplies {
    private static final Pattern LINE = Pattern.compile("([2-5][0-9]{2})(?:([- ]).*)?", Pattern.DOTALL);

    private PlainReplies() {}

    /** Code and number of lines of each whole reply before the first thing that is none. */
    static List<String> in(byte[] octets, Limits limits) {
        String all = new String(octets, StandardCharsets.ISO_8859_1);
        List<String> replies = new ArrayList<>();
        int start = 0;
        String code = "";
        int lines = 0;
        for (int feed = all.indexOf('\n'); feed >= 0; feed = all.indexOf('\n', start)) {
            String line = all.substring(start, feed);
            start = feed + 1;
            String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            Matcher parsed = LINE.matcher(text);
            boolean whole = line.length() <= limits.longestLine() && text.indexOf('\r') < 0 && parsed.matches();
            lines++;
            if (!whole || lines > limits.replyLines() || !(code.isEmpty() || code.equals(parsed.group(1)))) {
                return replies;
            }
            code = parsed.group(1);
            if (!"-".equals(parsed.group(2))) {
                replies.add(code + " " + lines);
                code = "";
                lines = 0;
            }
        }
        return replies;
    }
}
