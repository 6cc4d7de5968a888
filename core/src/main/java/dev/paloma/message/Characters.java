package dev.paloma.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which characters may never stand in an address, and how they are shown instead. */
final class Characters {
    private Characters() {}

    /**
     * Index of the first character that ends a line, controls something or isn't a character at all; -1 where there is
     * none. TAB is white space here. Compares whole code units, never their low bytes: U+010D is a letter.
     */
    static int findForbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (isForbidden(c)) {
                return i;
            }
        }
        return -1;
    }

    /** The text with U+FFFD for each forbidden character: for text that came out of an encoded word. */
    static String replaceForbidden(String text) {
        int at = findForbidden(text);
        if (at < 0) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text);
        for (int i = at; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (Character.isSurrogate(c) && Character.charCount(clean.codePointAt(i)) == 2) {
                i++;
            } else if (isForbidden(c)) {
                clean.setCharAt(i, '\uFFFD');
            }
        }
        return clean.toString();
    }

    /** A display name without white space around it and with spaces for TABs; null if nothing is left. */
    static @Nullable String trim(@Nullable String name) {
        String trimmed = name == null ? "" : name.replace('\t', ' ').strip();
        return trimmed.isEmpty() ? null : trimmed;
    }

    /** What a forbidden character is, for a message. */
    static String nameOf(char c) {
        String code = String.format(Locale.ROOT, "U+%04X", (int) c);
        String kind = kindOf(c);
        return kind == null ? "control character " + code : kind + " (" + code + ")";
    }

    private static @Nullable String kindOf(char c) {
        return switch (c) {
            case '\r' -> "carriage return";
            case '\n' -> "line feed";
            case 0 -> "NUL";
            case '\u0085', '\u2028', '\u2029' -> "line separator";
            default ->
                Character.isSurrogate(c) ? "half a surrogate pair" : isBidiControl(c) ? "text direction control" : null;
        };
    }

    /** The text with everything that can't be seen, or that moves what can, written as {@code \\uXXXX}. */
    static String escape(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (isInvisible(c)) {
                shown.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\u{%X}" : "\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return shown.toString();
    }

    /** An unpaired surrogate is forbidden too; the caller has passed over the pairs. */
    private static boolean isForbidden(char c) {
        return (c < ' ' && c != '\t')
                || (c >= 0x7F && c <= 0x9F)
                || c == '\u2028'
                || c == '\u2029'
                || isBidiControl(c)
                || Character.isSurrogate(c);
    }

    /** Unicode's Bidi_Control property: they let an address look like another. */
    private static boolean isBidiControl(char c) {
        return c == '\u061C'
                || c == '\u200E'
                || c == '\u200F'
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069');
    }

    /** Line, paragraph and odd spaces, controls, format characters, surrogates, private and unassigned ones. */
    static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> false;
        };
    }
}
