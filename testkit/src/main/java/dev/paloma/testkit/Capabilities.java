package dev.paloma.testkit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the client was really told in the last EHLO reply, scripted or not. */
final class Capabilities {
    /** RFC 1870, 6152, 3030, 6531, 3461, 4954, 8689, 6710, 2852, 4865. */
    private static final Map<String, String> EXTENSION_OF_PARAMETER = Map.ofEntries(
            Map.entry("SIZE", "SIZE"),
            Map.entry("BODY", "8BITMIME"),
            Map.entry("SMTPUTF8", "SMTPUTF8"),
            Map.entry("RET", "DSN"),
            Map.entry("ENVID", "DSN"),
            Map.entry("NOTIFY", "DSN"),
            Map.entry("ORCPT", "DSN"),
            Map.entry("AUTH", "AUTH"),
            Map.entry("REQUIRETLS", "REQUIRETLS"),
            Map.entry("MT-PRIORITY", "MT-PRIORITY"),
            Map.entry("BY", "DELIVERBY"),
            Map.entry("HOLDFOR", "FUTURERELEASE"),
            Map.entry("HOLDUNTIL", "FUTURERELEASE"));

    static final Capabilities NONE = new Capabilities("");

    private final Map<String, String> values = new HashMap<>();

    /** Reads the lines after the first of an EHLO reply. */
    Capabilities(String reply) {
        String[] lines = reply.split("\n", -1);
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.length() > 4) {
                String text = line.substring(4);
                String keyword = keyword(text);
                values.put(keyword, text.substring(keyword.length()).strip());
            }
        }
    }

    static String keyword(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '=') {
            end++;
        }
        return line.substring(0, end).toUpperCase(Locale.ROOT);
    }

    boolean offers(String keyword) {
        return values.containsKey(keyword);
    }

    /** Whether a parameter of MAIL or RCPT may be used. */
    boolean allows(String parameter) {
        String upper = parameter.toUpperCase(Locale.ROOT);
        String extension = upper.equals("BODY=BINARYMIME") ? "BINARYMIME" : EXTENSION_OF_PARAMETER.get(keyword(upper));
        return extension != null && offers(extension);
    }

    /** A word behind a keyword, counted from 0; empty where there is none. */
    String word(String keyword, int index) {
        String[] words = values.getOrDefault(keyword, "").split(" +");
        return index < words.length ? words[index] : "";
    }

    /** The largest message the server takes; 0 where it didn't say. */
    long size() {
        @Nullable String size = values.get("SIZE");
        return size != null && size.matches("[0-9]{1,18}") ? Long.parseLong(size) : 0;
    }

    /** The longest MAIL, RCPT or other command with its CRLF: each extension in use may add to RFC 5321's 512. */
    int commandLimit(String verb) {
        boolean path = verb.equals("MAIL") || verb.equals("RCPT");
        int limit = 512;
        if (path && offers("DSN")) {
            limit += 530; // RFC 3461 §4: ORCPT 500 and NOTIFY 28; MAIL needs less
        }
        if (path && offers("FUTURERELEASE")) {
            limit += 34; // RFC 4865 §3
        }
        if (path && offers("AUTH")) {
            limit += 500; // RFC 4954 §3
        }
        return path ? limit + 200 : limit; // SIZE 26, BODY 17, SMTPUTF8 10, and the small ones
    }
}
