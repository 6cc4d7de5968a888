package dev.paloma.message;

import java.util.ArrayList;
import java.util.List;

/** Display names and local parts as RFC 5322 §3.2 writes them: as they are, or in double quotes. */
final class Phrase {
    /** What still stands in one piece; longer names are written word by word, so that a line can end between them. */
    private static final int ONE_PIECE = 60;

    private static final String SPECIALS = "()<>[]:;@\\,.\"";

    private Phrase() {}

    /** RFC 5322 atext, with RFC 6532 every character beyond ASCII. */
    static boolean isAtext(char c) {
        return c > 0x7F || (c > ' ' && c < 0x7F && SPECIALS.indexOf(c) < 0);
    }

    private static boolean isAtom(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isAtext((char) c));
    }

    /** Whether atoms with single dots between them say this. */
    static boolean isDotAtom(String text) {
        boolean afterDot = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' ? afterDot : !isAtext(c)) {
                return false;
            }
            afterDot = c == '.';
        }
        return !afterDot;
    }

    /** In double quotes, with a backslash before each quote and backslash. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /** A display name for the eye: in quotes only where it would be read as something else without. */
    static String shown(String name) {
        return isAtoms(name) ? name : quote(name);
    }

    /** A display name for a header, in ASCII, in pieces that go with a space between them. */
    static List<String> pieces(String name) {
        boolean spaced = name.length() > ONE_PIECE && name.contains("  ");
        // Quotes make text of what looks like an encoded word (RFC 2047 §5), but many readers decode it all the same.
        boolean encoded = name.contains("=?") || name.chars().anyMatch(c -> c > 0x7F);
        if (spaced || encoded || longestWord(name) > ONE_PIECE) {
            return List.of(Headers.encodePhrase(name).split(" "));
        }
        if (isAtoms(name)) {
            return List.of(name.split(" "));
        }
        return name.length() <= ONE_PIECE ? List.of(quote(name)) : quotedWords(name);
    }

    private static List<String> quotedWords(String name) {
        List<String> pieces = new ArrayList<>();
        for (String word : name.split(" ")) {
            pieces.add(isAtoms(word) ? word : quote(word));
        }
        return pieces;
    }

    /** Atoms with one space between them; what looks like an encoded word isn't one, or a reader would decode it. */
    private static boolean isAtoms(String name) {
        if (name.contains("=?")) {
            return false;
        }
        for (String word : name.split(" ", -1)) {
            if (!isAtom(word)) {
                return false;
            }
        }
        return true;
    }

    private static int longestWord(String name) {
        int longest = 0;
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == ' ') {
                longest = Math.max(longest, i - start);
                start = i + 1;
            }
        }
        return longest;
    }
}
