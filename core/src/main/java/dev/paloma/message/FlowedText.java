package dev.paloma.message;

/**
 * Text as format=flowed with delsp=no (RFC 3676 §4.2): lines of at most 78, a space before a line end that isn't one of
 * the author's, and a space before lines that would else be taken for quotes or changed on the way.
 */
final class FlowedText {
    private static final int WIDTH = 78;

    private final StringBuilder out;

    private FlowedText(int length) {
        out = new StringBuilder(length + length / 32 + 16);
    }

    static String of(String text) {
        FlowedText flowed = new FlowedText(text.length());
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                flowed.paragraph(text, start, i);
                flowed.out.append("\r\n");
                i += c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 1 : 0;
                start = i + 1;
            }
        }
        flowed.paragraph(text, start, text.length());
        return flowed.out.toString();
    }

    private void paragraph(String text, int from, int to) {
        if (to - from == 3 && text.startsWith("-- ", from)) {
            // The line before a signature is the one that may end in a space and yet not flow.
            out.append("-- ");
            return;
        }
        int end = to;
        while (end > from && text.charAt(end - 1) == ' ') {
            end--;
        }
        int at = from;
        while (at < end) {
            boolean stuffed = stuff(text, at);
            int width = stuffed ? WIDTH - 1 : WIDTH;
            int next = end - at <= width ? end : lineBreak(text, at, end, width);
            out.append(stuffed ? " " : "").append(text, at, next);
            if (next < end) {
                out.append("\r\n");
            }
            at = next;
        }
    }

    private static boolean stuff(String text, int at) {
        char c = text.charAt(at);
        return c == ' ' || c == '>' || text.startsWith("From ", at);
    }

    /** After the last space that leaves the line short enough, or the first one if none does. */
    private static int lineBreak(String text, int from, int end, int width) {
        int found = -1;
        for (int i = from; i < end && (found < 0 || i < from + width); i++) {
            // A piece that reads as the line before a signature wouldn't flow.
            if (text.charAt(i) == ' ' && !(i == from + 2 && text.startsWith("--", from))) {
                found = i + 1;
            }
        }
        return found < 0 ? end : found;
    }
}
