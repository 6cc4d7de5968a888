package dev.paloma.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Octets of a peer as text that is safe in a log and on a terminal (RFC 5321 leaves the text of a reply to the server):
 * no control character, no bidirectional control, nothing that ends a line.
 */
final class Printable {
    private Printable() {}

    static String of(byte[] octets, int offset, int length) {
        if (isPlain(octets, offset, length)) {
            return new String(octets, offset, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return escaped(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, offset, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return octetwise(octets, offset, length);
        }
    }

    /** As nearly all replies are. */
    private static boolean isPlain(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (octets[i] < ' ' || octets[i] > '~') {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing in it would have to be escaped. */
    static boolean isSafe(String text) {
        return text.chars().noneMatch(c -> isUnsafe((char) c));
    }

    static String escaped(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (safe == null && isUnsafe(c)) {
                safe = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (safe != null) {
                append(safe, c);
            }
        }
        return safe == null ? text : safe.toString();
    }

    private static void append(StringBuilder safe, char c) {
        if (!isUnsafe(c)) {
            safe.append(c);
        } else if (c < 0x100) {
            safe.append(String.format("\\x%02x", (int) c));
        } else {
            safe.append(String.format("\\u%04x", (int) c));
        }
    }

    /** Controls, line and paragraph separators, format characters (which hold the bidirectional ones). */
    private static boolean isUnsafe(char c) {
        if (c >= ' ' && c < 0x7F) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    static String octetwise(byte[] octets, int offset, int length) {
        StringBuilder safe = new StringBuilder(length * 2);
        for (int i = offset; i < offset + length; i++) {
            int octet = octets[i] & 0xFF;
            if (octet >= ' ' && octet < 0x7F) {
                safe.append((char) octet);
            } else {
                safe.append(String.format("\\x%02x", octet));
            }
        }
        return safe.toString();
    }
}
