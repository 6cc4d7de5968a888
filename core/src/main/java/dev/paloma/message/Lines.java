package dev.paloma.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Octets in memory, and what the choice of a transfer encoding must know of them: the longest line, whether all is
 * ASCII, whether a NUL or a lone CR or LF is among them. Immutable as long as nobody writes to {@link #octets}.
 */
final class Lines {
    /** RFC 5322 §2.1.1, without the line end. */
    static final int LONGEST = 998;

    final byte[] octets;
    private final int longest;
    private final boolean ascii;
    private final boolean strict;

    /** Octets as they are. */
    Lines(byte[] octets) {
        this.octets = octets;
        int longestSoFar = 0;
        int start = 0;
        int all = 0;
        boolean clean = true;
        for (int i = 0; i < octets.length; i++) {
            byte b = octets[i];
            all |= b;
            if (b == '\n') {
                boolean paired = i > 0 && octets[i - 1] == '\r';
                clean &= paired;
                longestSoFar = Math.max(longestSoFar, i - start - 1);
                start = i + 1;
            } else if (b == 0) {
                clean = false;
            } else if (b == '\r') {
                clean &= i + 1 < octets.length && octets[i + 1] == '\n';
            }
        }
        longest = Math.max(longestSoFar, octets.length - start);
        ascii = all >= 0;
        strict = clean;
    }

    /**
     * Text in UTF-8 with CRLF for every CRLF, lone LF and lone CR; nothing is added at the end.
     *
     * @throws MessageException at an unpaired surrogate, which no encoding can hold
     */
    static Lines of(String text) {
        byte[] octets = new byte[octets(text)];
        int at = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                octets[at++] = '\r';
                octets[at++] = '\n';
                i += c == '\r' && i + 1 < length && text.charAt(i + 1) == '\n' ? 1 : 0;
            } else if (c < 0x80) {
                octets[at++] = (byte) c;
            } else if (Character.isHighSurrogate(c)) {
                at = four(Character.toCodePoint(c, text.charAt(++i)), octets, at);
            } else {
                at = letter(c, octets, at);
            }
        }
        return new Lines(octets);
    }

    /** The same in another charset. */
    static Lines of(String text, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return of(text);
        }
        String canonical = new String(of(text).octets, StandardCharsets.UTF_8);
        if (!charset.canEncode() || !charset.newEncoder().canEncode(canonical)) {
            throw new MessageException("text has letters that " + charset.name() + " can't hold: use UTF-8");
        }
        return new Lines(canonical.getBytes(charset));
    }

    /** Whether lines in this charset can be told apart by looking for CR and LF, which UTF-16 doesn't allow. */
    static boolean hasAsciiLineEnds(Charset charset) {
        byte[] probe = "\r\n A".getBytes(charset);
        return Arrays.equals(probe, "\r\n A".getBytes(StandardCharsets.US_ASCII));
    }

    boolean ascii() {
        return ascii;
    }

    boolean fitsSevenBit() {
        return ascii && strict && longest <= LONGEST;
    }

    boolean fitsEightBit() {
        return strict && longest <= LONGEST;
    }

    /** Whether CRLF is the last of them, or there are none. */
    boolean endsLine() {
        int n = octets.length;
        return n == 0 || (n > 1 && octets[n - 1] == '\n' && octets[n - 2] == '\r');
    }

    boolean contains(byte[] needle) {
        return contains(octets, needle);
    }

    static boolean contains(byte[] octets, byte[] needle) {
        int last = octets.length - needle.length;
        for (int i = 0; i <= last; i++) {
            if (octets[i] == needle[0] && Arrays.equals(octets, i, i + needle.length, needle, 0, needle.length)) {
                return true;
            }
        }
        return false;
    }

    /** Octets the canonical form takes. */
    private static int octets(String text) {
        long count = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                count += c == '\n' && (i == 0 || text.charAt(i - 1) != '\r') ? 2 : 1;
                count += c == '\r' && (i + 1 == length || text.charAt(i + 1) != '\n') ? 1 : 0;
            } else if (!Character.isSurrogate(c)) {
                count += c < 0x800 ? 2 : 3;
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                count += 4;
                i++;
            } else {
                throw new MessageException("text has an unpaired surrogate at index " + i);
            }
        }
        if (count > Integer.MAX_VALUE - 8) {
            throw new MessageException("text is too long for memory: give it as a file");
        }
        return (int) count;
    }

    private static int letter(char c, byte[] octets, int position) {
        int at = position;
        if (c < 0x800) {
            octets[at++] = (byte) (0xC0 | (c >> 6));
        } else {
            octets[at++] = (byte) (0xE0 | (c >> 12));
            octets[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        }
        octets[at++] = (byte) (0x80 | (c & 0x3F));
        return at;
    }

    private static int four(int point, byte[] octets, int at) {
        octets[at] = (byte) (0xF0 | (point >> 18));
        octets[at + 1] = (byte) (0x80 | ((point >> 12) & 0x3F));
        octets[at + 2] = (byte) (0x80 | ((point >> 6) & 0x3F));
        octets[at + 3] = (byte) (0x80 | (point & 0x3F));
        return at + 4;
    }
}
