package dev.paloma.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields at the top of a mail from standard input, octet by octet as they came: each of one or more lines with their
 * ends, in Latin-1, which gives every octet a character of its own. What follows is left in the stream.
 */
final class SubmittedHeader {
    private static final int LONGEST_LINE = 1 << 20;
    private static final int LONGEST = 1 << 24;
    private static final Set<String> WITH_ADDRESSES = Set.of(
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "resent-from",
            "resent-sender",
            "resent-to",
            "resent-cc",
            "resent-bcc");

    private final List<StringBuilder> fields = new ArrayList<>();
    private String bodyStart = "";

    private SubmittedHeader() {}

    /**
     * Reads up to the empty line, or the first line that is no field, which is the beginning of the body then. The line
     * with which mailbox files begin a message is passed over.
     *
     * @throws Trouble if it has no end
     */
    static SubmittedHeader read(InputStream in) throws IOException {
        SubmittedHeader header = new SubmittedHeader();
        int size = 0;
        String line = line(in);
        if (line.startsWith("From ") || line.startsWith(">From ")) {
            line = line(in);
        }
        while (header.take(line)) {
            size += line.length();
            if (size > LONGEST) {
                throw Trouble.invalid("the header is longer than 16 MiB; nothing was sent", null);
            }
            line = line(in);
        }
        header.bodyStart = isEmpty(line) ? "" : line;
        return header;
    }

    private boolean take(String line) {
        if (isEmpty(line)) {
            return false;
        }
        boolean continues = line.charAt(0) == ' ' || line.charAt(0) == '\t';
        if (continues && !fields.isEmpty()) {
            fields.get(fields.size() - 1).append(line);
            return true;
        }
        if (name(line).isEmpty()) {
            return false;
        }
        fields.add(new StringBuilder(line));
        return true;
    }

    private static boolean isEmpty(String line) {
        return line.isEmpty() || line.equals("\n") || line.equals("\r\n");
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.write(c);
            if (c == '\n' || line.size() == LONGEST_LINE) {
                break;
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** In lower case; empty if this is no field (RFC 5322 §2.2). */
    private static String name(CharSequence line) {
        int colon = 0;
        while (colon < line.length() && line.charAt(colon) != ':') {
            colon++;
        }
        String name = colon == line.length()
                ? ""
                : line.subSequence(0, colon).toString().stripTrailing();
        boolean printable = name.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return printable ? name.toLowerCase(Locale.ROOT) : "";
    }

    boolean contains(String name) {
        return fields.stream().anyMatch(field -> name(field).equalsIgnoreCase(name));
    }

    /** Whether somebody who got the mail sends it on as it is. */
    boolean isResent() {
        return firstResent() < fields.size();
    }

    private int firstResent() {
        int i = 0;
        while (i < fields.size() && !isResent(i)) {
            i++;
        }
        return i;
    }

    private boolean isResent(int i) {
        return name(fields.get(i)).startsWith("resent-");
    }

    /** Whether the fields of the last resending, which stand together above those of others, have this one. */
    boolean isLastResentWith(String name) {
        Set<String> seen = new HashSet<>();
        for (int i = firstResent(); i < fields.size() && isResent(i) && seen.add(name(fields.get(i))); i++) {
            if (name(fields.get(i)).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** Adds a line to the fields of the last resending. */
    void resend(String line) {
        fields.add(firstResent(), new StringBuilder(line));
    }

    /** The fields with their addresses complete. */
    String qualified(Qualifier qualifier) {
        StringBuilder all = new StringBuilder();
        for (StringBuilder field : fields) {
            int colon = field.indexOf(":") + 1;
            all.append(field, 0, colon);
            String value = field.substring(colon);
            all.append(WITH_ADDRESSES.contains(name(field)) ? qualifier.qualified(value) : value);
        }
        if (all.length() > 0 && all.charAt(all.length() - 1) != '\n') {
            all.append("\r\n"); // the input ended in the middle of the header
        }
        return all.toString();
    }

    /** What was read of the body already. */
    String bodyStart() {
        return bodyStart;
    }
}
