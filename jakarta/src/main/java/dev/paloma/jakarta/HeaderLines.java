package dev.paloma.jakarta;

import dev.paloma.message.ContentException;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Header fields as Jakarta Mail writes them. It takes any text for a name, a value or a file name, line ends and all: out of
 * one field, filled from somebody's form, would come two.
 */
final class HeaderLines {
    /** In lower case. */
    private static final Set<String> HIDDEN = Set.of("bcc", "resent-bcc", "content-length");

    /** What they are written in is no matter of the session, but of the machine: with "false" in one octet a letter. */
    private static final String UTF8_ALLOWED = "mail.mime.allowutf8";

    private HeaderLines() {}

    /** Whether they are written in UTF-8. */
    static boolean areUtf8() {
        return !"false".equalsIgnoreCase(System.getProperty(UTF8_ALLOWED));
    }

    /** The names of fields that aren't sent, in this message's spelling, which may have white space behind. */
    static String[] hidden(MimeMessage message) throws MessagingException {
        Set<String> names = new TreeSet<>(HIDDEN);
        for (Header header : Collections.list(message.getAllHeaders())) {
            String name = header.getName();
            if (HIDDEN.contains(name.trim().toLowerCase(Locale.ROOT))) {
                names.add(name);
            }
        }
        return names.toArray(String[]::new);
    }

    static void check(Enumeration<String> lines) throws ContentException {
        while (lines.hasMoreElements()) {
            check(lines.nextElement());
        }
    }

    /**
     * @param line a field, perhaps folded, or a boundary
     * @throws ContentException if it isn't one field and nothing more
     */
    static void check(String line) throws ContentException {
        boolean utf8 = areUtf8();
        for (int i = line.startsWith("--") ? 0 : name(line); i < line.length(); i++) {
            int c = utf8 ? line.charAt(i) : line.charAt(i) & 0xFF;
            boolean end = c == '\r' || c == '\n';
            if (end ? !isFolding(line, i) : c != '\t' && (c < ' ' || c == 0x7F)) {
                throw new ContentException("header field '" + shown(line) + "' holds "
                        + (end ? "a line end" : "a control character") + ", which isn't sent");
            }
        }
    }

    /** Checks it, and says where it ends. White space behind it is of old (RFC 5322 §4.5). */
    private static int name(String line) throws ContentException {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).stripTrailing();
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new ContentException("'" + shown(line) + "' can't be the name of a header field");
        }
        return name.length();
    }

    private static boolean isFolding(String line, int end) {
        int next = line.startsWith("\r\n", end) ? end + 2 : end + 1;
        return next < line.length() && (line.charAt(next) == ' ' || line.charAt(next) == '\t');
    }

    private static String shown(String line) {
        int colon = line.indexOf(':');
        return (colon < 0 ? line : line.substring(0, colon)).replaceAll("[^ -~]", "?");
    }
}
