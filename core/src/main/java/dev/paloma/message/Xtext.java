package dev.paloma.message;

import java.util.Locale;

/**
 * The ways of writing text as the value of a parameter of MAIL or RCPT, which may hold neither spaces nor equals signs.
 */
public final class Xtext {
    private Xtext() {}

    /**
     * ASCII text with {@code +HH} for what can't stand for itself (RFC 3461 §4).
     *
     * @throws MessageException if it holds anything but printable ASCII
     */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                throw new MessageException(Characters.nameOf(c) + " at position " + (i + 1) + " of "
                        + FieldRules.shown(text) + ": only printable ASCII can stand there");
            }
            if (c == ' ' || c == '+' || c == '=') {
                out.append(String.format(Locale.ROOT, "+%02X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * An address with <code>&#92;x{H…}</code> for what can't stand for itself (utf-8-addr-xtext, RFC 6533 §3). Unlike the
     * form with the letters themselves it may be sent whether or not SMTPUTF8 is in use.
     */
    static String encodeUtf8Address(String address) {
        StringBuilder out = new StringBuilder(address.length() * 2);
        address.codePoints().forEach(c -> {
            if (c <= ' ' || c > '~' || c == '\\' || c == '+' || c == '=') {
                out.append(String.format(Locale.ROOT, "\\x{%X}", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
