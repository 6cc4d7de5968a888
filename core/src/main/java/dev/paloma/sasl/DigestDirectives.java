package dev.paloma.sasl;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads {@code name=value, name="value"} (RFC 2831 §7.1). Where a name comes twice, the first counts. */
final class DigestDirectives {
    private final String text;
    private int next;

    private DigestDirectives(String text) {
        this.text = text;
    }

    static Map<String, String> parse(String text) throws SaslException {
        return new DigestDirectives(text).read();
    }

    private Map<String, String> read() throws SaslException {
        Map<String, String> directives = new LinkedHashMap<>();
        skipSeparators();
        while (next < text.length()) {
            String name = token().toLowerCase(Locale.ROOT);
            skipSpace();
            if (name.isEmpty() || next == text.length() || text.charAt(next) != '=') {
                throw broken();
            }
            next++;
            skipSpace();
            boolean isQuoted = next < text.length() && text.charAt(next) == '"';
            directives.putIfAbsent(name, isQuoted ? quoted() : token());
            skipSpace();
            if (next < text.length() && text.charAt(next) != ',') {
                throw broken();
            }
            skipSeparators();
        }
        return directives;
    }

    private String token() {
        int start = next;
        while (next < text.length() && ",=\" \t\r\n".indexOf(text.charAt(next)) < 0) {
            next++;
        }
        return text.substring(start, next);
    }

    private String quoted() throws SaslException {
        StringBuilder value = new StringBuilder();
        next++;
        while (next < text.length() && text.charAt(next) != '"') {
            if (text.charAt(next) == '\\') {
                next++;
            }
            if (next < text.length()) {
                value.append(text.charAt(next++));
            }
        }
        if (next >= text.length()) {
            throw broken();
        }
        next++;
        return value.toString();
    }

    private void skipSpace() {
        while (next < text.length() && " \t\r\n".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
    }

    private void skipSeparators() {
        while (next < text.length() && ", \t\r\n".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
    }

    private static SaslException broken() {
        return new SaslException("the server's DIGEST-MD5 challenge isn't a list of directives");
    }
}
