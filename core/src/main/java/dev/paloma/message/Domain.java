package dev.paloma.message;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Domain names in ASCII and in letters: IDNA2008 (RFC 5890 to 5893), non-transitional, with the mapping of RFC 5895 in
 * front of it (lower case, width, composed form, ideographic full stops). Characters are judged by the JDK's Unicode
 * version: what it doesn't know is refused.
 *
 * <p>{@code java.net.IDN} isn't used: it is IDNA2003, for which {@code straße} and {@code strasse} are the same, and
 * would send the mail to somebody else's domain.
 */
public final class Domain {
    /** 255 octets in the DNS (RFC 1035 §2.3.4) are 253 characters with dots between the labels. */
    private static final int LIMIT = 253;

    private static final int LABEL_LIMIT = 63;
    /** No domain that fits its limit is longer than this in any normal form; longer ones aren't even normalised. */
    private static final int INPUT_LIMIT = 1024;

    private static final String A_PREFIX = "xn--";

    private Domain() {}

    /**
     * The name as it goes on the wire. A name in ASCII stays as it is, except that labels that begin with {@code xn--}
     * are checked and put in lower case.
     *
     * @param domain labels of letters, digits and hyphens with dots between them, at most 253 octets in ASCII, 63 a
     *     label; a single label is fine, a dot at the end isn't, nor an underscore, nor a domain literal
     * @throws AddressException with the reason and the place, if there is no such name
     */
    public static String toAscii(String domain) {
        int forbidden = Characters.findForbidden(domain);
        if (forbidden >= 0) {
            throw new AddressException(domain, forbidden, Characters.nameOf(domain.charAt(forbidden)) + " in a domain");
        }
        if (domain.length() > INPUT_LIMIT) {
            throw tooLong(domain);
        }
        if (isPlain(domain)) {
            return domain;
        }
        boolean ascii = isAscii(domain);
        String mapped = ascii ? domain : map(domain);
        List<String> labels = new ArrayList<>();
        List<String> letters = new ArrayList<>();
        int place = 0;
        for (String label : mapped.split("\\.", -1)) {
            try {
                String converted = asciiLabel(label);
                labels.add(converted);
                letters.add(lettersOf(converted));
            } catch (AddressException e) {
                // The mapping may have moved things, so for a mapped name only its beginning is certain.
                throw e.within(domain, ascii ? place + e.position() : Math.max(0, domain.indexOf(label)));
            }
            place += label.length() + 1;
        }
        String converted = String.join(".", labels);
        if (converted.length() > LIMIT) {
            throw tooLong(domain);
        }
        if (!BidiRule.allows(letters)) {
            throw new AddressException(domain, 0, "domain that mixes text directions (RFC 5893)");
        }
        return converted;
    }

    /**
     * The name for people: labels that begin with {@code xn--} in their letters.
     *
     * @return the text unchanged where it isn't a valid name
     */
    public static String toUnicode(String domain) {
        try {
            List<String> letters = new ArrayList<>();
            for (String label : toAscii(domain).split("\\.", -1)) {
                letters.add(lettersOf(label));
            }
            return String.join(".", letters);
        } catch (AddressException e) {
            return domain;
        }
    }

    /** Whether {@link #toAscii} takes it. */
    public static boolean isValid(String domain) {
        try {
            return !toAscii(domain).isEmpty();
        } catch (AddressException e) {
            return false;
        }
    }

    private static AddressException tooLong(String domain) {
        return new AddressException(domain, 0, "domain of more than " + LIMIT + " characters");
    }

    /** RFC 5895 §2: lower case, then width, then composed form, then full stops. */
    private static String map(String domain) {
        StringBuilder mapped = new StringBuilder(domain.length());
        domain.codePoints().forEach(c -> {
            String lower = lower(c);
            mapped.append(isWidthVariant(c) ? Normalizer.normalize(lower, Normalizer.Form.NFKC) : lower);
        });
        return Normalizer.normalize(mapped, Normalizer.Form.NFC).replace('\u3002', '.');
    }

    /** Letter by letter, so that a sigma at the end of a word stays one; Cherokee's letters are the upper ones. */
    private static String lower(int c) {
        if (Character.UnicodeScript.of(c) == Character.UnicodeScript.CHEROKEE) {
            return Character.toString(Character.toUpperCase(c));
        }
        // The one letter whose lower case is two, a dot above among them (Unicode SpecialCasing).
        return c == 0x130 ? "i\u0307" : Character.toString(Character.toLowerCase(c));
    }

    /** Full-width and half-width forms, among them three full stops. */
    private static boolean isWidthVariant(int c) {
        return c >= 0xFF00 && c <= 0xFFEF;
    }

    /** Whether it is its own ASCII form, as most names are: labels that are nothing special, and not too long. */
    private static boolean isPlain(String domain) {
        int start = 0;
        for (int i = 0; i <= domain.length(); i++) {
            char c = i == domain.length() ? '.' : domain.charAt(i);
            if (c == '.') {
                int length = i - start;
                boolean special = length == 0
                        || length > LABEL_LIMIT
                        || domain.charAt(start) == '-'
                        || domain.charAt(i - 1) == '-'
                        || domain.regionMatches(true, start, A_PREFIX, 0, A_PREFIX.length());
                if (special) {
                    return false;
                }
                start = i + 1;
            } else if (c != '-' && !isLetterOrDigit(c)) {
                return false;
            }
        }
        return domain.length() <= LIMIT;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String asciiLabel(String label) {
        if (!isAscii(label)) {
            return aLabel(label);
        }
        checkLdh(label);
        if (!label.regionMatches(true, 0, A_PREFIX, 0, A_PREFIX.length())) {
            return label;
        }
        String lower = label.toLowerCase(Locale.ROOT);
        if (!isRoundTrip(lower)) {
            throw new AddressException(label, 0, "label in xn-- form that no name has");
        }
        return lower;
    }

    /** RFC 5891 §4.2 to §4.4. */
    private static String aLabel(String label) {
        int[] letters = label.codePoints().toArray();
        int bad = letters.length > LABEL_LIMIT ? -1 : LabelRules.findDisallowed(letters);
        if (bad >= 0) {
            throw new AddressException(label, bad, LabelRules.describe(letters[bad]));
        }
        String reason = letters.length > LABEL_LIMIT ? tooLongLabel() : LabelRules.complaint(label);
        if (reason != null) {
            throw new AddressException(label, 0, reason);
        }
        String converted = A_PREFIX + Punycode.encode(letters);
        if (converted.length() > LABEL_LIMIT) {
            throw new AddressException(label, 0, tooLongLabel());
        }
        return converted;
    }

    private static String tooLongLabel() {
        return "label of more than " + LABEL_LIMIT + " characters in the domain";
    }

    /** Whether a label in lower case is what its own letters give (RFC 5891 §5.4), so that no name has two forms. */
    private static boolean isRoundTrip(String label) {
        try {
            String letters = lettersOf(label);
            return !isAscii(letters)
                    && Normalizer.isNormalized(letters, Normalizer.Form.NFC)
                    && aLabel(letters).equals(label);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private static String lettersOf(String label) {
        return label.startsWith(A_PREFIX) ? Punycode.decode(label.substring(A_PREFIX.length())) : label;
    }

    /** RFC 1123 §2.1. Hyphens in the third and fourth place are fine here: there are hosts with such names. */
    private static void checkLdh(String label) {
        if (label.isEmpty()) {
            throw new AddressException(label, 0, "empty label in the domain: no text, or a dot too many");
        }
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            boolean innerHyphen = c == '-' && i > 0 && i < label.length() - 1;
            if (!isLetterOrDigit(c) && !innerHyphen) {
                throw new AddressException(label, i, LabelRules.describe(c));
            }
        }
        if (label.length() > LABEL_LIMIT) {
            throw new AddressException(label, 0, tooLongLabel());
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
