package dev.paloma.message;

import java.time.Duration;

/** What may not stand in a message, wherever it comes from; all of it is refused before anything is written. */
final class Checks {
    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";

    private static final long MOST_SECONDS = 999_999_999;

    private Checks() {}

    /**
     * A value of a header field: neither control characters nor half surrogate pairs; TAB is white space there.
     *
     * @param what what the text is, for the message
     */
    static String value(String what, String value) {
        String fault = FieldRules.valueFault(value);
        if (fault != null) {
            throw new MessageException(what + ": " + fault);
        }
        return value;
    }

    /** The same without TAB, for what isn't folded. */
    static String text(String what, String value) {
        int tab = value.indexOf('\t');
        if (tab >= 0) {
            throw new MessageException(what + ": control character U+0009 at position " + (tab + 1));
        }
        return value(what, value);
    }

    /** Whole seconds, from 1 to 999,999,999: what RFC 2852 and RFC 4865 have digits for. */
    static void seconds(String what, Duration time) {
        if (time.toSeconds() < 1 || time.toSeconds() > MOST_SECONDS || time.toNanosPart() != 0) {
            throw new MessageException(
                    what + ": " + time + " isn't a number of whole seconds from 1 to " + MOST_SECONDS);
        }
    }

    static String fieldName(String name) {
        String fault = FieldRules.nameFault(name);
        if (fault != null) {
            throw new MessageException(fault + ": " + FieldRules.shown(name));
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
            throw new MessageException(what + " isn't a word of ASCII letters and digits: " + FieldRules.shown(value));
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
            throw new MessageException(
                    what + " must be visible ASCII without angle brackets: " + FieldRules.shown(value));
        }
        return value;
    }
}
