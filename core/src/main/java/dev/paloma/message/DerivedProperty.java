package dev.paloma.message;

import java.lang.Character.UnicodeBlock;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Whether a character may stand in a U-label: RFC 5892 §3, computed from the JDK's Unicode data. */
enum DerivedProperty {
    VALID,
    /** U+200C and U+200D: where {@link ContextRules} allows it. */
    CONTEXT_J,
    /** Some punctuation and digits: where {@link ContextRules} allows it. */
    CONTEXT_O,
    DISALLOWED,
    UNASSIGNED;

    /** RFC 5892 §2.6. */
    private static final CodePoints EXCEPTIONS_VALID = CodePoints.of("DF 3C2 6FD-6FE F0B 3007");

    private static final CodePoints EXCEPTIONS_CONTEXT = CodePoints.of("B7 375 5F3-5F4 660-669 6F0-6F9 30FB");
    private static final CodePoints EXCEPTIONS_DISALLOWED = CodePoints.of("640 7FA 302E-302F 3031-3035 303B");

    /** Default_Ignorable_Code_Point, as far as these are letters or marks; the JDK doesn't tell. */
    private static final CodePoints IGNORABLE =
            CodePoints.of("34F 115F-1160 17B4-17B5 180B-180D 180F 3164 FE00-FE0F FFA0 E0100-E01EF");

    /** The only letters whose case folding is upper case (Cherokee), so they aren't stable. */
    private static final CodePoints FOLDED_TO_UPPER = CodePoints.of("13F8-13FD AB70-ABBF");

    /** RFC 5892 §2.4 and §2.9. */
    private static final Set<UnicodeBlock> DISALLOWED_BLOCKS = Set.of(
            UnicodeBlock.COMBINING_MARKS_FOR_SYMBOLS,
            UnicodeBlock.MUSICAL_SYMBOLS,
            UnicodeBlock.ANCIENT_GREEK_MUSICAL_NOTATION,
            UnicodeBlock.HANGUL_JAMO,
            UnicodeBlock.HANGUL_JAMO_EXTENDED_A,
            UnicodeBlock.HANGUL_JAMO_EXTENDED_B);

    /** In the order of RFC 5892 §3. */
    static DerivedProperty of(int c) {
        if (EXCEPTIONS_VALID.contains(c)) {
            return VALID;
        }
        if (EXCEPTIONS_CONTEXT.contains(c)) {
            return CONTEXT_O;
        }
        if (EXCEPTIONS_DISALLOWED.contains(c)) {
            return DISALLOWED;
        }
        int type = Character.getType(c);
        if (type == Character.UNASSIGNED && !isNoncharacter(c)) {
            return UNASSIGNED;
        }
        if (c < 0x80) {
            return isLdh(c) ? VALID : DISALLOWED;
        }
        if (c == 0x200C || c == 0x200D) {
            return CONTEXT_J;
        }
        return isLetterDigit(type) && !isRuledOut(c) ? VALID : DISALLOWED;
    }

    private static boolean isRuledOut(int c) {
        return IGNORABLE.contains(c) || isUnstable(c) || DISALLOWED_BLOCKS.contains(UnicodeBlock.of(c));
    }

    private static boolean isNoncharacter(int c) {
        return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    }

    private static boolean isLdh(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }

    /** RFC 5892 §2.1. */
    private static boolean isLetterDigit(int type) {
        return switch (type) {
            case Character.LOWERCASE_LETTER,
                    Character.UPPERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    /** RFC 5892 §2.2: changed by normalising, folding case and normalising again. */
    private static boolean isUnstable(int c) {
        String letter = Character.toString(c);
        String compatible = Normalizer.normalize(letter, Normalizer.Form.NFKC);
        return FOLDED_TO_UPPER.contains(c)
                || !Normalizer.normalize(fold(compatible), Normalizer.Form.NFKC).equals(letter);
    }

    /** Case folding by way of upper case, which joins what only folding joins; dotless i is itself when folded. */
    private static String fold(String text) {
        boolean cherokee = text.codePoints().anyMatch(c -> c >= 0x13A0 && c <= 0x13F5);
        return cherokee || text.equals("\u0131")
                ? text
                : text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
