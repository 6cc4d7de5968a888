package dev.paloma.sasl;

import java.text.Normalizer;

/**
 * SASLprep (RFC 4013): what was typed in different ways becomes one spelling. The tables are computed from the JDK's
 * character properties. Letters younger than Unicode 3.2, where RFC 3454 stopped, are let through, as PRECIS does
 * (RFC 8265 §4.2): else nobody could have an emoji in a password.
 */
final class SaslPrep {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char OBJECT_REPLACEMENT = '\uFFFC';

    private SaslPrep() {}

    /**
     * The one spelling.
     *
     * @param what what the text is, for the error, which never shows the text itself
     * @throws SaslException if it holds what RFC 4013 §2.3 or §2.4 forbids, or nothing is left
     */
    static String prepare(String what, String text) throws SaslException {
        String prepared = Normalizer.normalize(mapped(text), Normalizer.Form.NFKC);
        if (prepared.isEmpty()) {
            throw new SaslException(what + " is empty, or has only characters that SASLprep drops (RFC 4013)");
        }
        if (prepared.codePoints().anyMatch(SaslPrep::isProhibited)) {
            throw new SaslException(what + " has a character that SASLprep forbids (RFC 4013)");
        }
        if (isMixedUp(prepared)) {
            throw new SaslException(what + " mixes directions of writing as SASLprep forbids (RFC 4013)");
        }
        return prepared;
    }

    /** RFC 4013 §2.1. */
    private static String mapped(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isNothing(c)).forEach(c -> mapped.appendCodePoint(isSpace(c) ? ' ' : c));
        return mapped.toString();
    }

    /** RFC 3454 table B.1. */
    private static boolean isNothing(int c) {
        return switch (c) {
            case 0xAD, 0x34F, 0x1806, 0x180B, 0x180C, 0x180D, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF -> true;
            default -> c >= 0xFE00 && c <= 0xFE0F;
        };
    }

    private static boolean isSpace(int c) {
        return Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    /** RFC 3454 tables C.2 to C.9; C.1.2 and what C.8 has beyond format characters don't survive what came before. */
    private static boolean isProhibited(int c) {
        boolean noncharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        boolean description = c >= 0x2FF0 && c <= 0x2FFB;
        if (noncharacter || description || c == REPLACEMENT || c == OBJECT_REPLACEMENT) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** RFC 3454 §6: what has a letter written from the right has none from the left, and such letters at both ends. */
    private static boolean isMixedUp(String text) {
        if (text.codePoints().noneMatch(SaslPrep::isFromTheRight)) {
            return false;
        }
        boolean ends = isFromTheRight(text.codePointAt(0)) && isFromTheRight(text.codePointBefore(text.length()));
        return !ends
                || text.codePoints()
                        .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    }

    private static boolean isFromTheRight(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
