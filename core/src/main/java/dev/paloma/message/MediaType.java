package dev.paloma.message;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A media type and its parameters in their order (RFC 2045 §5.1).
 *
 * @param name type and subtype, in lower case
 */
record MediaType(String name, Map<String, String> parameters) {
    private static final int MOST_PARAMETERS = 50;

    /**
     * Reads {@code text/html; charset=utf-8}.
     *
     * @throws MessageException if it isn't one
     */
    static MediaType parse(String text) {
        int semicolon = text.indexOf(';');
        String name = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw new MessageException("not a media type such as text/plain: " + FieldRules.shown(text));
        }
        Checks.token("media type", name.substring(0, slash));
        Checks.token("media subtype", name.substring(slash + 1));
        Map<String, String> parameters = semicolon < 0 ? Map.of() : parameters(text, semicolon);
        return new MediaType(name.toLowerCase(Locale.ROOT), parameters);
    }

    boolean is(String type) {
        return name.startsWith(type) && name.length() > type.length() && name.charAt(type.length()) == '/';
    }

    private static Map<String, String> parameters(String text, int from) {
        Map<String, String> parameters = new LinkedHashMap<>();
        StringBuilder value = new StringBuilder();
        int at = from;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                if (!text.substring(at + 1).isBlank()) {
                    throw bad(text);
                }
                break;
            }
            String key = Checks.token(
                    "parameter name", text.substring(at + 1, equals).strip());
            value.setLength(0);
            at = value(text, equals + 1, value);
            if (parameters.put(key.toLowerCase(Locale.ROOT), Checks.text("parameter " + key, value.toString())) != null
                    || parameters.size() > MOST_PARAMETERS) {
                throw bad(text);
            }
        }
        return parameters;
    }

    /** Reads a value, quoted or not, and answers where the semicolon after it stands, or the end. */
    private static int value(String text, int from, StringBuilder value) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '"') {
            int semicolon = text.indexOf(';', at);
            int end = semicolon < 0 ? text.length() : semicolon;
            value.append(text.substring(at, end).strip());
            return end;
        }
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
        }
        int semicolon = text.indexOf(';', at);
        int end = semicolon < 0 ? text.length() : semicolon;
        if (at == text.length() || !text.substring(at + 1, end).isBlank()) {
            throw bad(text);
        }
        return end;
    }

    private static MessageException bad(String text) {
        return new MessageException("parameters of the media type can't be read: " + FieldRules.shown(text));
    }
}
