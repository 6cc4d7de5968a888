package dev.paloma.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a label in letters must be before it may be converted (RFC 5891 §4.2); the direction of text isn't judged here. */
final class LabelRules {
    private LabelRules() {}

    /** Index of the first code point that may not stand in its place; -1 for none. */
    static int findDisallowed(int[] label) {
        for (int i = 0; i < label.length; i++) {
            boolean allowed = switch (DerivedProperty.of(label[i])) {
                case VALID -> true;
                case CONTEXT_J, CONTEXT_O -> ContextRules.allow(label, i);
                case DISALLOWED, UNASSIGNED -> false;
            };
            if (!allowed) {
                return i;
            }
        }
        return -1;
    }

    /** A character that was found disallowed, for a message. */
    static String describe(int c) {
        String code = c < 0x80 ? "" : String.format(Locale.ROOT, " (U+%04X)", c);
        return "'" + Characters.escape(Character.toString(c)) + "'" + code + " where a domain can't have it";
    }

    /** What is wrong with a label of characters that are fine; null for nothing. */
    static @Nullable String complaint(String label) {
        if (label.startsWith("-") || label.endsWith("-")) {
            return "hyphen at the beginning or end of a label";
        }
        if (label.startsWith("--", 2)) {
            return "hyphens in the third and fourth place of a label with letters beyond ASCII";
        }
        return switch (Character.getType(label.codePointAt(0))) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
                "combining mark at the beginning of a label";
            default -> null;
        };
    }
}
