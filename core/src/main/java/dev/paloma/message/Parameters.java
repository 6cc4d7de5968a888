package dev.paloma.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parameters of a structured field such as Content-Type (RFC 2045 §5.1, RFC 2231). */
final class Parameters {
    /** Longest token, so that it fits a line with a space before and a semicolon behind it. */
    private static final int LONGEST = 74;

    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";
    private static final String HEX = "0123456789ABCDEF";

    private Parameters() {}

    /**
     * Adds one parameter to a field's tokens, behind a semicolon on the last one: as it is, in quotes, or, if it isn't
     * ASCII or too long for a line, as RFC 2231 encodes and continues it.
     *
     * @throws MessageException if the value holds a control character or half a surrogate pair, or the name isn't a token
     */
    static void append(List<String> tokens, String name, String value) {
        check(name, value);
        String plain = name + "=" + (isToken(value) ? value : quoted(value));
        // A reader may take an encoded word in quotes for one; the encoded form leaves no doubt.
        if (FieldRules.isAscii(value) && plain.length() <= LONGEST && !value.contains("=?")) {
            add(tokens, plain);
        } else {
            extended(tokens, name, value);
        }
    }

    /**
     * Reads a field's value.
     *
     * @return parameters by name in lower case, decoded, the first of each name; under "" what stands before them
     */
    static Map<String, String> parse(String headerValue) {
        return new ParameterParser(headerValue).parse();
    }

    private static void check(String name, String value) {
        if (name.isEmpty() || name.length() > 40 || !name.chars().allMatch(Parameters::isAttribute)) {
            throw new MessageException("parameter name isn't a short token: " + FieldRules.shown(name));
        }
        String fault = FieldRules.valueFault(value);
        int tab = value.indexOf('\t');
        if (fault == null && tab >= 0) {
            fault = "control character U+0009 at position " + (tab + 1);
        }
        if (fault != null) {
            throw new MessageException(name + ": " + fault);
        }
    }

    private static void add(List<String> tokens, String token) {
        int last = tokens.size() - 1;
        if (last >= 0) {
            tokens.set(last, tokens.get(last) + ";");
        }
        tokens.add(token);
    }

    private static boolean isToken(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c < 0x7F && TSPECIALS.indexOf(c) < 0);
    }

    /** RFC 2231 §7 attribute-char. */
    private static boolean isAttribute(int c) {
        return c > ' ' && c < 0x7F && TSPECIALS.indexOf(c) < 0 && "*'%".indexOf(c) < 0;
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void extended(List<String> tokens, String name, String value) {
        List<String> characters = encoded(value);
        int length = characters.stream().mapToInt(String::length).sum();
        if (name.length() + "*=utf-8''".length() + length <= LONGEST) {
            add(tokens, name + "*=utf-8''" + String.join("", characters));
            return;
        }
        StringBuilder token = new StringBuilder(name).append("*0*=utf-8''");
        int section = 0;
        for (String character : characters) {
            if (token.length() + character.length() > LONGEST) {
                add(tokens, token.toString());
                token.setLength(0);
                token.append(name).append('*').append(++section).append("*=");
            }
            token.append(character);
        }
        add(tokens, token.toString());
    }

    /** Each character as itself or percent-encoded UTF-8. */
    private static List<String> encoded(String value) {
        List<String> characters = new ArrayList<>(value.length());
        value.codePoints().forEach(c -> characters.add(isAttribute(c) ? Character.toString(c) : percent(c)));
        return characters;
    }

    private static String percent(int c) {
        StringBuilder written = new StringBuilder(12);
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            written.append('%').append(HEX.charAt((octet & 0xFF) >> 4)).append(HEX.charAt(octet & 0xF));
        }
        return written.toString();
    }
}
