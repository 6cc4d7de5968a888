package dev.paloma.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes one header field, folded (RFC 5322 §2.2.3). */
final class FieldWriter {
    /**
     * Preferred length of a line. RFC 5322 §2.1.1 would have 78, but a line with an encoded word has at most 76
     * (RFC 2047 §2), and one limit is enough.
     */
    private static final int PREFERRED = 76;
    /** Longest line (RFC 5322 §2.1.1). */
    private static final int LONGEST = 998;

    private final Sink sink;
    private final String name;
    private int column;
    private boolean first = true;

    private FieldWriter(Sink sink, String name) {
        this.sink = sink;
        this.name = name;
    }

    /** Writes tokens with a space before each; lines end only between them. Tokens beyond ASCII are written as UTF-8. */
    static void write(Sink sink, String name, Iterable<String> tokens) throws IOException {
        FieldWriter writer = new FieldWriter(sink, name);
        writer.start();
        for (String token : tokens) {
            writer.token(" ", token);
        }
        sink.ascii("\r\n");
    }

    /**
     * Writes a raw value; lines end only before its white space, so that unfolding gives the same value. What is too
     * long for a line is put in encoded words.
     */
    static void unstructured(Sink sink, String name, String rawValue) throws IOException {
        String value = FieldRules.breakable(name, FieldRules.trim(rawValue));
        FieldWriter writer = new FieldWriter(sink, name);
        writer.start();
        int space = 0;
        while (space < value.length()) {
            int start = space;
            while (start < value.length() && EncodedWords.isSpace(value.charAt(start))) {
                start++;
            }
            int end = start;
            while (end < value.length() && !EncodedWords.isSpace(value.charAt(end))) {
                end++;
            }
            writer.token(space == start ? " " : value.substring(space, start), value.substring(start, end));
            space = end;
        }
        sink.ascii("\r\n");
    }

    private void start() throws IOException {
        sink.ascii(name);
        sink.put(':');
        column = name.length() + 1;
    }

    private void token(String space, String token) throws IOException {
        String fault = FieldRules.valueFault(token);
        if (fault != null) {
            throw new MessageException(name + ": " + fault);
        }
        byte @Nullable [] octets = FieldRules.isAscii(token) ? null : token.getBytes(StandardCharsets.UTF_8);
        int length = octets == null ? token.length() : octets.length;
        int width = space.length() + length;
        if (width > LONGEST) {
            throw new MessageException(name + ": a word of " + length + " octets doesn't fit a line of " + LONGEST);
        }
        if (column + width > PREFERRED && mayFold(token, width)) {
            sink.ascii("\r\n");
            column = 0;
        }
        sink.ascii(space);
        if (octets == null) {
            sink.ascii(token);
        } else {
            sink.put(octets);
        }
        column += width;
        first = false;
    }

    /**
     * Some readers take a field whose first line is empty for an empty one, and lose message identifiers: the first
     * token stays beside the name unless a line of its own brings it under the limit.
     */
    private boolean mayFold(String token, int width) {
        return !first || column + width > LONGEST || (width <= PREFERRED && !token.startsWith("<"));
    }
}
