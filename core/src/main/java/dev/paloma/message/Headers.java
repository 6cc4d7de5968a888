package dev.paloma.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Header fields in their order; names compare without case, duplicates stay (RFC 5322 §2.2). Immutable. */
public final class Headers {
    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = fields;
    }

    /**
     * One field.
     *
     * @param name as written
     * @param value unfolded: without line ends, encoded words left as they are
     */
    public record Field(String name, String value) {}

    public static Headers empty() {
        return new Headers(List.of());
    }

    /**
     * Reads a header up to its end or its empty line; line ends may be CRLF or LF.
     *
     * @throws MessageException with the line's number and what is wrong with it
     */
    public static Headers parse(String text) {
        List<Field> fields = new java.util.ArrayList<>();
        for (String line : text.replace("\r\n ", " ").split("\r\n")) {
            int colon = line.indexOf(':');
            fields.add(new Field(
                    line.substring(0, colon), line.substring(colon + 1).trim()));
        }
        return new Headers(fields);
    }

    public List<Field> fields() {
        return fields;
    }

    /** The first field's value, unfolded and trimmed; null where there is none. */
    public @Nullable String get(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return field.value();
            }
        }
        return null;
    }

    /** The first field's value with its encoded words read (RFC 2047). */
    public @Nullable String text(String name) {
        throw new UnsupportedOperationException();
    }

    public List<String> all(String name) {
        throw new UnsupportedOperationException();
    }

    /** With this field in the place of the first of its name, any others of it gone; at the end if there was none. */
    public Headers with(String name, String value) {
        throw new UnsupportedOperationException();
    }

    public Headers without(String name) {
        throw new UnsupportedOperationException();
    }

    public Headers prepend(String name, String value) {
        throw new UnsupportedOperationException();
    }

    public Headers append(String name, String value) {
        List<Field> more = new java.util.ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Headers(more);
    }

    /** Writes the fields folded, without the empty line. */
    public void writeTo(Sink sink) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Text as a header value: unchanged if ASCII, else in encoded words (RFC 2047) where needed. */
    public static String encode(String text) {
        if (text.chars().allMatch(c -> c < 0x7F)) {
            return text;
        }
        return "=?utf-8?B?"
                + java.util.Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "?=";
    }

    /** Text as a phrase of encoded words (RFC 2047 §5), with a space between each two. */
    static String encodePhrase(String text) {
        StringBuilder phrase = new StringBuilder();
        int end;
        for (int start = 0; start < text.length(); start = end) {
            end = text.offsetByCodePoints(start, Math.min(10, text.codePointCount(start, text.length())));
            byte[] octets = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
            phrase.append(start == 0 ? "" : " ").append("=?UTF-8?B?");
            phrase.append(Base64.getEncoder().encodeToString(octets)).append("?=");
        }
        return phrase.toString();
    }

    /** A header value as text: encoded words read, those that can't be left as they are. */
    public static String decode(String value) {
        String joined = value.replace("?= =?", "?==?");
        Matcher word = Pattern.compile("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]*)\\?=").matcher(joined);
        return word.replaceAll(found -> Matcher.quoteReplacement(
                new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8)));
    }
}
