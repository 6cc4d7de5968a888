package dev.paloma.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows {@code MAIL } or {@code RCPT }: a path and parameters (RFC 5321 §4.1.2). */
record PathArgument(String address, List<String> parameters) {
    PathArgument {
        parameters = List.copyOf(parameters);
    }

    /** Reads it strictly; null if it isn't of this form. */
    static @Nullable PathArgument parse(String argument, String prefix) {
        String start = prefix + ":<";
        if (!argument.regionMatches(true, 0, start, 0, start.length())) {
            return null;
        }
        int end = end(argument, start.length());
        if (end < 0) {
            return null;
        }
        String address = argument.substring(start.length(), end);
        String rest = argument.substring(end + 1);
        if (rest.isEmpty()) {
            return new PathArgument(address, List.of());
        }
        List<String> parameters = List.of(rest.substring(1).split(" ", -1));
        boolean sound = rest.charAt(0) == ' ' && parameters.stream().allMatch(PathArgument::isParameter);
        return sound ? new PathArgument(address, parameters) : null;
    }

    /** The bracket that closes the path: one inside a quoted local part doesn't. */
    private static int end(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '>') {
                return i;
            } else if (!quoted && (c == ' ' || c == '<')) {
                return -1;
            }
        }
        return -1;
    }

    /** {@code esmtp-param}: keyword of letters, digits and hyphens, then perhaps = and a value without = and control. */
    private static boolean isParameter(String text) {
        int equals = text.indexOf('=');
        String keyword = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "-" : text.substring(equals + 1);
        return keyword.matches("[A-Za-z0-9][A-Za-z0-9-]*")
                && !value.isEmpty()
                && value.chars().allMatch(c -> c > ' ' && c != '=' && c != 0x7F);
    }

    boolean has(String parameter) {
        return parameters.stream().anyMatch(parameter::equalsIgnoreCase);
    }

    /** The SIZE that was declared, 0 if none was, -1 if it isn't a number. */
    long size() {
        for (String parameter : parameters) {
            if (parameter.regionMatches(true, 0, "SIZE=", 0, 5)) {
                String digits = parameter.substring(5);
                return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
            }
        }
        return 0;
    }
}
