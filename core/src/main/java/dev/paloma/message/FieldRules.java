package dev.paloma.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may stand in a header field, and how given text becomes its value. */
final class FieldRules {
    /** Longest field name, so that the name and its colon still fit a line that holds an encoded word. */
    private static final int LONGEST_NAME = 75;

    /** Fields whose value is a list of addresses, so that only names may be encoded (RFC 2047 §5 rule 3). */
    private static final Set<String> ADDRESSES = Set.of(
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "disposition-notification-to",
            "mail-followup-to",
            "mail-reply-to",
            "errors-to",
            "return-receipt-to");

    private static final Set<String> PARAMETERS = Set.of("content-type", "content-disposition");
    /** Fields whose words mean something to programs, so that none may be encoded (RFC 2047 §5). */
    private static final Set<String> STRUCTURED = Set.of(
            "message-id",
            "in-reply-to",
            "references",
            "date",
            "received",
            "return-path",
            "mime-version",
            "content-id",
            "content-transfer-encoding",
            "dkim-signature",
            "authentication-results",
            "arc-seal",
            "arc-message-signature",
            "arc-authentication-results");

    private FieldRules() {}

    /** What is wrong with this field name (RFC 5322 §2.2); null if nothing is. */
    static @Nullable String nameFault(String name) {
        if (name.isEmpty()) {
            return "empty field name";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (EncodedWords.isSpace(c)) {
                return "white space in a field name, at position " + (i + 1);
            }
            if (c <= ' ' || c >= 0x7F) {
                return nameOf(c) + " in a field name, at position " + (i + 1);
            }
            if (c == ':') {
                return "colon in a field name, at position " + (i + 1);
            }
        }
        return name.length() > LONGEST_NAME ? "field name longer than " + LONGEST_NAME : null;
    }

    /** What is wrong with this text as a value, if there is anything; null if not. */
    static @Nullable String valueFault(String value) {
        int lone = loneSurrogate(value);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (i == lone || isControl(c)) {
                return nameOf(c) + " at position " + (i + 1);
            }
        }
        return null;
    }

    /** Index of the first half of a surrogate pair that lacks the other; -1 where there is none. */
    static int loneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** What ends a line or controls something; TAB is white space (RFC 5322 §2.2). */
    static boolean isControl(int c) {
        return (c < ' ' && c != '\t') || c == 0x7F;
    }

    /** Text for a message: cut short; controls (C1 too), line separators and halves of pairs replaced. */
    static String shown(String text) {
        String cut = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return "'" + cut.replaceAll("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]", "\uFFFD") + "'";
    }

    static String nameOf(char c) {
        String code = String.format(Locale.ROOT, "U+%04X", (int) c);
        return switch (c) {
            case '\r' -> "carriage return";
            case '\n' -> "line feed";
            case 0 -> "NUL";
            default ->
                (Character.isSurrogate(c) ? "half a surrogate pair " : isControl(c) ? "control character " : "") + code;
        };
    }

    /** Text that a caller gave, as a raw value: ASCII stays, anything else is encoded as this field allows it. */
    static String raw(String name, String text) {
        String fault = valueFault(text);
        if (fault != null) {
            throw new MessageException(name + ": " + fault);
        }
        String value = trim(text);
        if (isAscii(value)) {
            return breakable(name, value);
        }
        return switch (kind(name)) {
            case ADDRESS -> addresses(value);
            case PARAMETER -> parameters(value);
            case PHRASE -> phrase(name, value);
            case STRUCTURED -> throw new MessageException(name + ": not ASCII, and nothing can be encoded there");
            case UNSTRUCTURED -> EncodedWords.unstructured(value, name.length() + 2);
        };
    }

    /**
     * A raw value as it is written: text beyond ASCII, which only a parsed header has, is encoded where the field allows
     * it, so that only addresses and identifiers ask for SMTPUTF8.
     */
    static String written(String name, String value) {
        if (isAscii(value)) {
            return value;
        }
        return switch (kind(name)) {
            case ADDRESS -> addresses(value);
            case PARAMETER -> parameters(value);
            case PHRASE -> phrase(name, Headers.decode(value));
            case STRUCTURED -> value;
            case UNSTRUCTURED -> EncodedWords.unstructured(Headers.decode(value), name.length() + 2);
        };
    }

    /** As {@link #raw}, but what looks like an encoded word is text too, and encoded so that nobody decodes it. */
    static String text(String name, String text) {
        String raw = raw(name, text);
        boolean lookAlike = text.contains("=?") && kind(name) == Kind.UNSTRUCTURED;
        return lookAlike ? EncodedWords.unstructured(trim(text), name.length() + 2) : raw;
    }

    private enum Kind {
        ADDRESS,
        PARAMETER,
        PHRASE,
        STRUCTURED,
        UNSTRUCTURED
    }

    private static Kind kind(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String bare = lower.startsWith("resent-") ? lower.substring("resent-".length()) : lower;
        if (ADDRESSES.contains(bare)) {
            return Kind.ADDRESS;
        }
        if (PARAMETERS.contains(bare)) {
            return Kind.PARAMETER;
        }
        if (bare.equals("list-id")) {
            return Kind.PHRASE;
        }
        return STRUCTURED.contains(bare) || bare.startsWith("list-") ? Kind.STRUCTURED : Kind.UNSTRUCTURED;
    }

    /** Groups stay groups, comments get lost. */
    private static String addresses(String value) {
        return String.join(" ", AddressList.parse(value).tokens());
    }

    /** A phrase before an identifier in angle brackets (RFC 2919 §3). */
    private static String phrase(String name, String value) {
        int bracket = value.lastIndexOf('<');
        if (bracket <= 0 || !isAscii(value.substring(bracket))) {
            throw new MessageException(name + ": not an identifier in ASCII and angle brackets, behind a name for it");
        }
        String words = trim(value.substring(0, bracket));
        boolean quoted = words.length() > 1 && words.startsWith("\"") && words.endsWith("\"");
        return Headers.encodePhrase(quoted ? words.substring(1, words.length() - 1) : words) + " "
                + value.substring(bracket);
    }

    private static String parameters(String value) {
        Map<String, String> read = Parameters.parse(value);
        List<String> tokens = new ArrayList<>(List.of(read.getOrDefault("", "")));
        read.forEach((name, text) -> {
            if (!name.isEmpty()) {
                Parameters.append(tokens, name, text);
            }
        });
        return String.join(" ", tokens);
    }

    /**
     * A raw value without any stretch that is too long for a line: such text is put in encoded words.
     *
     * @throws MessageException if this field can't have encoded words
     */
    static String breakable(String name, String value) {
        if (longestStretch(value) <= EncodedWords.UNBREAKABLE) {
            return value;
        }
        if (kind(name) != Kind.UNSTRUCTURED) {
            throw new MessageException(name + ": no place to end the line in over " + EncodedWords.UNBREAKABLE
                    + " characters (a line can't be longer than 998)");
        }
        return EncodedWords.unstructured(Headers.decode(value), name.length() + 2);
    }

    /** Octets in the longest word with the white space before it. */
    private static int longestStretch(String value) {
        int longest = 0;
        int length = 0;
        boolean inWord = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean space = EncodedWords.isSpace(c);
            length = space && inWord ? 0 : length;
            inWord = !space;
            // A surrogate pair is four octets, so each half counts two.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            longest = Math.max(longest, length);
        }
        return longest;
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Without white space at the ends; only what is white space in a header counts. */
    static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && EncodedWords.isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && EncodedWords.isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
