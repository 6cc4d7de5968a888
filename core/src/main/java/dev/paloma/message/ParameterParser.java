package dev.paloma.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads the parameters of a structured field (RFC 2045 §5.1, RFC 2231), those of careless writers too. */
final class ParameterParser {
    /** Parameters and sections of them that are read; no honest field has so many. */
    private static final int MOST = 1000;

    private final String text;
    private int at;
    private final Map<String, String> plain = new LinkedHashMap<>();
    /** Sections of RFC 2231, by {@code name*number}; a name without number is section 0. */
    private final Map<String, Section> sections = new HashMap<>();

    private record Section(String text, boolean encoded) {}

    ParameterParser(String text) {
        this.text = text;
    }

    Map<String, String> parse() {
        plain.put("", word(';', ';'));
        int read = 0;
        while (at < text.length() && read++ < MOST) {
            at++;
            String name = word('=', ';').toLowerCase(Locale.ROOT);
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                put(name, word(';', ';'));
            }
        }
        plain.putAll(joined());
        return plain;
    }

    private void put(String name, String value) {
        int star = name.indexOf('*');
        if (star < 0) {
            if (!name.isEmpty()) {
                plain.putIfAbsent(name, isFileName(name) ? Headers.decode(value) : value);
            }
            return;
        }
        boolean encoded = name.endsWith("*");
        String number = encoded ? name.substring(star, name.length() - 1) : name.substring(star);
        String section = number.isEmpty() ? "*0" : number;
        sections.putIfAbsent(name.substring(0, star) + section, new Section(value, encoded));
    }

    /** Encoded words don't belong in parameters, but common writers put them in file names. */
    private static boolean isFileName(String name) {
        return name.equals("filename") || name.equals("name");
    }

    private Map<String, String> joined() {
        Map<String, String> whole = new HashMap<>();
        for (String key : sections.keySet()) {
            if (key.endsWith("*0") && key.indexOf('*') == key.length() - 2) {
                String name = key.substring(0, key.length() - 2);
                whole.put(name, join(name));
            }
        }
        return whole;
    }

    private String join(String name) {
        Charset charset = StandardCharsets.UTF_8;
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Section section = sections.get(name + "*0");
        for (int i = 1; section != null; section = sections.get(name + "*" + i++)) {
            String rest = section.text;
            if (i == 1 && section.encoded) {
                int language = rest.indexOf('\'');
                int end = rest.indexOf('\'', language + 1);
                if (language >= 0 && end >= 0) {
                    Charset named = WordDecoder.find(rest.substring(0, language));
                    // The JDK has charsets that it can only read.
                    charset = named == null || !named.canEncode() ? charset : named;
                    rest = rest.substring(end + 1);
                }
            }
            octets.writeBytes(section.encoded ? percentDecoded(rest, charset) : rest.getBytes(charset));
        }
        return octets.toString(charset);
    }

    private static byte[] percentDecoded(String text, Charset charset) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean escape = text.charAt(i) == '%'
                    && i + 2 < text.length()
                    && WordDecoder.hex(text.charAt(i + 1)) >= 0
                    && WordDecoder.hex(text.charAt(i + 2)) >= 0;
            if (escape) {
                octets.writeBytes(text.substring(plainFrom, i).getBytes(charset));
                octets.write(WordDecoder.hex(text.charAt(i + 1)) << 4 | WordDecoder.hex(text.charAt(i + 2)));
                i += 2;
                plainFrom = i + 1;
            }
        }
        octets.writeBytes(text.substring(plainFrom).getBytes(charset));
        return octets.toByteArray();
    }

    /** Up to one of these, quotes and comments undone, white space around it gone; stops at the character. */
    private String word(char end, char orEnd) {
        StringBuilder word = new StringBuilder();
        int kept = 0;
        while (at < text.length() && text.charAt(at) != end && text.charAt(at) != orEnd) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted(word);
                kept = word.length();
            } else if (c == '(') {
                comment();
            } else {
                at++;
                if (!EncodedWords.isSpace(c)) {
                    word.append(c);
                    kept = word.length();
                } else if (kept > 0) {
                    word.append(c);
                }
            }
        }
        word.setLength(kept);
        return word.toString();
    }

    private void quoted(StringBuilder word) {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            word.append(text.charAt(at++));
        }
        at++;
    }

    private void comment() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return;
            }
        }
        at = text.length();
    }
}
