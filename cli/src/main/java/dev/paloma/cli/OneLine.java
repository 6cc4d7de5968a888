package dev.paloma.cli;

/** Text on one line of a terminal: controls, line ends and bidirectional controls are shown as escapes. */
final class OneLine {
    private static final String HEX = "0123456789abcdef";

    private OneLine() {}

    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnsafe(text.charAt(i))) {
                return escaped(text, i);
            }
        }
        return text;
    }

    private static String escaped(String text, int from) {
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUnsafe(c)) {
                safe.append(c);
            } else if (c < 0x100) {
                safe.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                safe.append("\\u");
                appendHex(safe, c);
            }
        }
        return safe.toString();
    }

    /** Four hexadecimal digits. */
    static void appendHex(StringBuilder out, char c) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt((c >> shift) & 15));
        }
    }

    /** Whether a character can disturb a terminal, a log or a reader of lines. */
    static boolean isUnsafe(char c) {
        if (c >= ' ' && c < 0x7F) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
