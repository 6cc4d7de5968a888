package dev.paloma.smtp;

import java.util.List;
import java.util.Optional;

/**
 * A server's reply (RFC 5321 §4.2). Its text is safe to show: control characters, bidirectional controls and octets that
 * aren't UTF-8 stand there as {@code \x1b} and the like.
 *
 * @param code 200–599
 * @param lines the text of each line without its code; at least one, perhaps empty
 */
public record Reply(int code, List<String> lines) {
    private static final int SHORT = 160;

    public Reply {
        lines = List.copyOf(lines);
    }

    /** All lines, joined with line feeds. */
    public String text() {
        return lines.size() == 1 ? lines.get(0) : String.join("\n", lines);
    }

    /** The enhanced status code at the start of the text, if the server gives one (RFC 2034). */
    public Optional<EnhancedStatus> enhanced() {
        return EnhancedStatus.startOf(lines.get(0));
    }

    /** 2yz: done. */
    public boolean isPositive() {
        return code / 100 == 2;
    }

    /** 3yz: the server waits for more. */
    public boolean isIntermediate() {
        return code / 100 == 3;
    }

    /** 4yz: not now. */
    public boolean isTransient() {
        return code / 100 == 4;
    }

    /** 5yz: never. */
    public boolean isPermanent() {
        return code / 100 == 5;
    }

    /** 4yz or 5yz: not done. */
    public boolean isRefusal() {
        return isTransient() || isPermanent();
    }

    /** Characters of text. */
    int length() {
        int length = 0;
        for (String line : lines) {
            length += line.length();
        }
        return length;
    }

    /** The same code with little text: enough to see what it is about. */
    Reply shortened() {
        String first = lines.get(0);
        return new Reply(code, List.of(first.substring(0, Math.min(SHORT, first.length()))));
    }

    /** Code and text in one line. */
    @Override
    public String toString() {
        return code + " " + String.join(" / ", lines);
    }
}
