package dev.paloma.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads encoded words (RFC 2047 §6, RFC 2231 §5), those of careless writers too; what can't be read stays. */
final class WordDecoder {
    /** Charset names looked up for one value: an unknown one makes the JDK ask all its providers. */
    private static final int CHARSETS = 16;

    private static final int LONGEST_CHARSET = 64;

    private final String value;
    private final StringBuilder out;
    private final Map<String, Optional<Charset>> charsets = new HashMap<>();
    /** Octets of adjacent words in one charset, not yet read: some writers split a character between two words. */
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    private @Nullable Charset charset;

    private WordDecoder(String value) {
        this.value = value;
        this.out = new StringBuilder(value.length());
    }

    /** One encoded word: its charset, what it holds, and where it ends. */
    private record Word(Charset charset, ByteArrayOutputStream octets, int end) {}

    static String decode(String value) {
        return value.contains("=?") ? new WordDecoder(value).decode() : value;
    }

    private String decode() {
        int done = 0;
        int at = value.indexOf("=?");
        while (at >= 0) {
            Word word = word(at);
            if (word != null) {
                if (charset == null || !isBlank(done, at)) {
                    flush();
                    out.append(value, done, at);
                }
                add(word.charset, word.octets);
                done = word.end;
                at = value.indexOf("=?", done);
            } else {
                at = value.indexOf("=?", at + 2);
            }
        }
        flush();
        return out.append(value, done, value.length()).toString();
    }

    private void add(Charset next, ByteArrayOutputStream more) {
        if (!next.equals(charset)) {
            flush();
            charset = next;
        }
        octets.writeBytes(more.toByteArray());
    }

    private void flush() {
        if (charset != null) {
            out.append(octets.toString(charset));
            octets.reset();
            charset = null;
        }
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!EncodedWords.isSpace(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The encoded word that starts here: {@code =?charset*language?B?text?=}. */
    private @Nullable Word word(int start) {
        int encoding = value.indexOf('?', start + 2);
        int text = encoding + 3;
        if (encoding < 0
                || encoding - start > LONGEST_CHARSET
                || text > value.length()
                || value.charAt(text - 1) != '?') {
            return null;
        }
        int end = text;
        while (end < value.length()
                && value.charAt(end) > ' '
                && value.charAt(end) < 0x7F
                && value.charAt(end) != '?') {
            end++;
        }
        if (!value.startsWith("?=", end)) {
            return null;
        }
        Charset known = charset(value.substring(start + 2, encoding));
        if (known == null) {
            return null;
        }
        byte[] read = switch (value.charAt(encoding + 1)) {
            case 'B', 'b' -> base64(text, end);
            case 'Q', 'q' -> quoted(text, end);
            default -> null;
        };
        if (read == null) {
            return null;
        }
        ByteArrayOutputStream held = new ByteArrayOutputStream(read.length);
        held.writeBytes(read);
        return new Word(known, held, end + 2);
    }

    private @Nullable Charset charset(String name) {
        int language = name.indexOf('*');
        String bare = language < 0 ? name : name.substring(0, language);
        if (charsets.size() >= CHARSETS && !charsets.containsKey(bare)) {
            return null;
        }
        return charsets.computeIfAbsent(bare, n -> Optional.ofNullable(find(n))).orElse(null);
    }

    /** The JDK's charset of this name; null if it knows none. */
    static @Nullable Charset find(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private byte @Nullable [] base64(int from, int to) {
        int end = to;
        while (end > from && value.charAt(end - 1) == '=') {
            end--;
        }
        try {
            return Base64.getDecoder().decode(value.substring(from, end));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private byte[] quoted(int from, int to) {
        byte[] read = value.substring(from, to).getBytes(StandardCharsets.US_ASCII);
        int length = 0;
        for (int i = 0; i < read.length; i++) {
            int octet = read[i];
            if (octet == '=' && i + 2 < read.length && hex(read[i + 1]) >= 0 && hex(read[i + 2]) >= 0) {
                octet = hex(read[i + 1]) << 4 | hex(read[i + 2]);
                i += 2;
            }
            read[length++] = (byte) (octet == '_' && read[i] == '_' ? ' ' : octet);
        }
        return Arrays.copyOf(read, length);
    }

    static int hex(int c) {
        return c > 0x7F ? -1 : Character.digit(c, 16);
    }
}
