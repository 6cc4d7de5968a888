package dev.paloma.message;

import java.util.Collection;

/** Which directions of text may meet in a domain name (RFC 5893 §2): otherwise its labels would seem to change places. */
final class BidiRule {
    private static final long R_OR_AL =
            set(Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
    private static final long DIGITS =
            set(Character.DIRECTIONALITY_EUROPEAN_NUMBER, Character.DIRECTIONALITY_ARABIC_NUMBER);
    private static final long NEUTRAL = set(
            Character.DIRECTIONALITY_EUROPEAN_NUMBER,
            Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
            Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
            Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
            Character.DIRECTIONALITY_OTHER_NEUTRALS,
            Character.DIRECTIONALITY_BOUNDARY_NEUTRAL,
            Character.DIRECTIONALITY_NONSPACING_MARK);
    private static final long LEFT = set(Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    private static final long ARABIC_DIGITS = set(Character.DIRECTIONALITY_ARABIC_NUMBER);
    private static final long EUROPEAN_DIGITS = set(Character.DIRECTIONALITY_EUROPEAN_NUMBER);
    private static final long MARKS = set(Character.DIRECTIONALITY_NONSPACING_MARK);

    private BidiRule() {}

    /** Whether the labels, in letters, may stand in one name; without right-to-left text any may. */
    static boolean allows(Collection<String> labels) {
        return labels.stream().noneMatch(label -> meets(label, R_OR_AL | ARABIC_DIGITS))
                || labels.stream().allMatch(BidiRule::allows);
    }

    private static boolean allows(String label) {
        long first = classOf(label.codePointAt(0));
        if ((first & R_OR_AL) != 0) {
            return isWithin(label, R_OR_AL | ARABIC_DIGITS | NEUTRAL)
                    && endsWith(label, R_OR_AL | DIGITS)
                    && !(meets(label, EUROPEAN_DIGITS) && meets(label, ARABIC_DIGITS));
        }
        return first == LEFT && isWithin(label, LEFT | NEUTRAL) && endsWith(label, LEFT | EUROPEAN_DIGITS);
    }

    private static boolean meets(String label, long classes) {
        return label.codePoints().anyMatch(c -> (classOf(c) & classes) != 0);
    }

    private static boolean isWithin(String label, long classes) {
        return label.codePoints().allMatch(c -> (classOf(c) & classes) != 0);
    }

    /** Whether the last character, but for marks behind it, is of one of these classes. */
    private static boolean endsWith(String label, long classes) {
        int at = label.length();
        while (at > 0 && classOf(label.codePointBefore(at)) == MARKS) {
            at -= Character.charCount(label.codePointBefore(at));
        }
        return at > 0 && (classOf(label.codePointBefore(at)) & classes) != 0;
    }

    private static long classOf(int c) {
        byte directionality = Character.getDirectionality(c);
        return directionality < 0 ? 0 : 1L << directionality;
    }

    private static long set(byte... directionalities) {
        long set = 0;
        for (byte directionality : directionalities) {
            set |= 1L << directionality;
        }
        return set;
    }
}
