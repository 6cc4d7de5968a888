package dev.paloma.message;

import java.util.Locale;

/** What may not stand in a message, wherever it comes from; all of it is refused before anything is written. */
final class Checks {
    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";

    private Checks() {}

    /**
     * Refuses control characters and unpaired surrogates.
     *
     * @param what what the text is, for the message
     */
    static String text(String what, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == 0x7F) {
                throw new MessageException(what + " has a control character, " + code(c) + ", at position " + (i + 1));
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new MessageException(what + " has an unpaired surrogate at position " + (i + 1));
            }
        }
        return value;
    }

    /** A field name: printable ASCII but for the colon (RFC 5322 §2.2). */
    static String fieldName(String name) {
        boolean good = !name.isEmpty() && name.length() <= 76;
        for (int i = 0; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = c > ' ' && c < 0x7F && c != ':';
        }
        if (!good) {
            throw new MessageException("not a header field name: '" + shown(name) + "'");
        }
        return name;
    }

    /** A token (RFC 2045 §5.1), at most 76 characters. */
    static String token(String what, String value) {
        boolean good = !value.isEmpty() && value.length() <= 76;
        for (int i = 0; good && i < value.length(); i++) {
            char c = value.charAt(i);
            good = c > ' ' && c < 0x7F && TSPECIALS.indexOf(c) < 0;
        }
        if (!good) {
            throw new MessageException(what + " isn't a word of ASCII letters and digits: '" + shown(value) + "'");
        }
        return value;
    }

    /** What stands between the angle brackets of a Content-ID or Message-ID: visible ASCII, at most 250. */
    static String id(String what, String value) {
        boolean good = !value.isEmpty() && value.length() <= 250;
        for (int i = 0; good && i < value.length(); i++) {
            char c = value.charAt(i);
            good = c > ' ' && c < 0x7F && c != '<' && c != '>';
        }
        if (!good) {
            throw new MessageException(what + " must be visible ASCII without angle brackets: '" + shown(value) + "'");
        }
        return value;
    }

    /** Text cut short and without control characters, to be shown in a message. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && i < 80; i++) {
            char c = text.charAt(i);
            shown.append(
                    Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c) ? '?' : c);
        }
        return shown.append(text.length() > 80 ? "..." : "").toString();
    }

    private static String code(char c) {
        String hex = Integer.toHexString(c);
        return "U+" + "0".repeat(4 - hex.length()) + hex.toUpperCase(Locale.ROOT);
    }
}
