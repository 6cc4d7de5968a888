package dev.paloma.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Writes encoded words (RFC 2047 §2): text that isn't plain ASCII, in pieces that a line can end between. */
final class EncodedWords {
    /** Longest encoded word, and one less than the longest line that holds one (RFC 2047 §2). */
    static final int LONGEST = 75;
    /** Where a value may start on its line when nobody said what the field is called. */
    static final int ANY_COLUMN = 20;
    /** Longest stretch without a place to end the line; more than this, after a field's name, nears 998. */
    static final int UNBREAKABLE = 900;

    private static final int LONGEST_SPACE = 60;
    private static final int ROOM = LONGEST - "=?utf-8?Q??=".length();
    private static final String HEX = "0123456789ABCDEF";

    private final String text;
    private final boolean phrase;
    private final StringBuilder out;
    /** Columns that the first encoded word can't have, because the field's name stands there. */
    private int taken;

    private EncodedWords(String text, boolean phrase, int column) {
        this.text = text;
        this.phrase = phrase;
        this.out = new StringBuilder(text.length() + 16);
        this.taken = column;
    }

    /** Where a word is, and whether it must be encoded. */
    private record Word(int start, int end, boolean encoded) {
        Word asEncoded() {
            return new Word(start, end, true);
        }
    }

    /** Text as an unstructured value that starts at this column of its line; decoded, it is the same to the letter. */
    static String unstructured(String text, int column) {
        return isPlain(text) ? text : new EncodedWords(text, false, column).encode();
    }

    /** Whether it is short and plain ASCII with single spaces inside, so that nothing about it needs encoding. */
    private static boolean isPlain(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || (c == ' ' && before == ' ') || (c == '?' && before == '=')) {
                return false;
            }
            before = c;
        }
        return before != ' ' && text.length() <= UNBREAKABLE;
    }

    /** Text as atoms and encoded words with single spaces between them (RFC 5322 §3.2.5, RFC 2047 §5 rule 3). */
    static String phrase(String text) {
        return new EncodedWords(text, true, ANY_COLUMN).encode();
    }

    private String encode() {
        List<Word> words = words();
        int done = 0;
        for (int i = 0; i < words.size(); i++) {
            if (!words.get(i).encoded) {
                out.append(text, done, words.get(i).end);
                done = words.get(i).end;
                taken = 0;
                continue;
            }
            while (i + 1 < words.size() && words.get(i + 1).encoded) {
                i++;
            }
            // Of the white space beside a plain word one character stays outside, the rest comes back only from inside.
            int end = i + 1 < words.size() ? words.get(i + 1).start - 1 : text.length();
            int from = done == 0 ? 0 : done + 1;
            out.append(text, done, from);
            run(text.substring(from, end));
            done = end;
        }
        return out.toString();
    }

    private void run(String run) {
        byte[] octets = run.getBytes(StandardCharsets.UTF_8);
        if ((octets.length + 2) / 3 * 4 < quotedLength(octets)) {
            base64(run);
        } else {
            quoted(run);
        }
        taken = 0;
    }

    private List<Word> words() {
        List<Word> words = new ArrayList<>();
        int space = 0;
        while (space < text.length()) {
            int start = space;
            while (start < text.length() && isSpace(text.charAt(start))) {
                start++;
            }
            int end = start;
            while (end < text.length() && !isSpace(text.charAt(end))) {
                end++;
            }
            boolean odd = isOddGap(space, start);
            if (odd && !words.isEmpty()) {
                words.set(words.size() - 1, words.get(words.size() - 1).asEncoded());
            }
            words.add(new Word(start, end, odd || mustEncode(start, end)));
            space = end;
        }
        return words;
    }

    /** White space that wouldn't come back as it is: at the ends, too long for a line, not single in a phrase. */
    private boolean isOddGap(int from, int to) {
        if (from == to) {
            return false;
        }
        return from == 0
                || to == text.length()
                || to - from > LONGEST_SPACE
                || (phrase && (to - from > 1 || text.charAt(from) != ' '));
    }

    private boolean mustEncode(int start, int end) {
        if (end - start > UNBREAKABLE) {
            return true;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean lookAlike = c == '=' && i + 1 < end && text.charAt(i + 1) == '?';
            if (c <= ' ' || c >= 0x7F || lookAlike || (phrase && "()<>[]:;@\\,.\"".indexOf(c) >= 0)) {
                return true;
            }
        }
        return false;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** What may stand for itself in any place (RFC 2047 §5 rule 3): with it the same word does for names and text. */
    private static boolean isSafe(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "!*+-/".indexOf(c) >= 0;
    }

    private static int quotedLength(byte[] octets) {
        int length = 0;
        for (byte octet : octets) {
            length += octet == ' ' || isSafe(octet) ? 1 : 3;
        }
        return length;
    }

    /** Room in the next word; a field's name that leaves too little has a line to itself. */
    private int room() {
        return ROOM - taken >= 16 ? ROOM - taken : ROOM;
    }

    private void quoted(String run) {
        int left = room();
        out.append("=?utf-8?Q?");
        for (int i = 0; i < run.length(); ) {
            int c = run.codePointAt(i);
            i += Character.charCount(c);
            int cost = c == ' ' || isSafe(c) ? 1 : 3 * octets(c);
            if (cost > left) {
                out.append("?= =?utf-8?Q?");
                left = ROOM;
            }
            left -= cost;
            quotedCharacter(c, cost);
        }
        out.append("?=");
    }

    private void quotedCharacter(int c, int cost) {
        if (cost == 1) {
            out.append(c == ' ' ? '_' : (char) c);
            return;
        }
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            out.append('=').append(HEX.charAt((octet & 0xFF) >> 4)).append(HEX.charAt(octet & 0xF));
        }
    }

    private void base64(String run) {
        int start = 0;
        int used = 0;
        int most = room() / 4 * 3;
        for (int i = 0; i < run.length(); ) {
            int c = run.codePointAt(i);
            if (used + octets(c) > most) {
                base64Word(run.substring(start, i));
                out.append(' ');
                start = i;
                used = 0;
                most = ROOM / 4 * 3;
            }
            used += octets(c);
            i += Character.charCount(c);
        }
        base64Word(run.substring(start));
    }

    private void base64Word(String piece) {
        byte[] octets = piece.getBytes(StandardCharsets.UTF_8);
        out.append("=?utf-8?B?")
                .append(Base64.getEncoder().encodeToString(octets))
                .append("?=");
    }

    private static int octets(int c) {
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
}
