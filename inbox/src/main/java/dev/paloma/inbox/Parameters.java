package dev.paloma.inbox;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether the parameters of MAIL and RCPT are ones that were offered, with values that can be. */
final class Parameters {
    private static final Set<String> BODIES = Set.of("7BIT", "8BITMIME", "BINARYMIME");
    private static final Set<String> RETURNS = Set.of("FULL", "HDRS");
    private static final Set<String> NOTICES = Set.of("SUCCESS", "FAILURE", "DELAY");
    private static final int SIZE_DIGITS = 20;
    private static final int LONGEST_ENVELOPE_ID = 100;
    private static final int LONGEST_XTEXT = 500;

    private Parameters() {}

    static void checkMail(Map<String, String> parameters, long maxSize) throws Refusal {
        for (Map.Entry<String, String> p : parameters.entrySet()) {
            String value = p.getValue();
            switch (p.getKey()) {
                case "SIZE" -> checkSize(value, maxSize);
                case "BODY" -> check(BODIES.contains(value.toUpperCase(Locale.ROOT)), "BODY");
                case "SMTPUTF8" -> check(value.isEmpty(), "SMTPUTF8");
                case "RET" -> check(RETURNS.contains(value.toUpperCase(Locale.ROOT)), "RET");
                case "ENVID" -> check(isXtext(value, LONGEST_ENVELOPE_ID), "ENVID");
                case "AUTH" -> check(isXtext(value, LONGEST_XTEXT), "AUTH");
                default -> throw new Refusal("555 5.5.4 A parameter of MAIL isn't known here");
            }
        }
    }

    static void checkRcpt(Map<String, String> parameters) throws Refusal {
        for (Map.Entry<String, String> p : parameters.entrySet()) {
            String value = p.getValue();
            switch (p.getKey()) {
                case "NOTIFY" -> check(isNotify(value.toUpperCase(Locale.ROOT)), "NOTIFY");
                case "ORCPT" -> check(isOriginal(value), "ORCPT");
                default -> throw new Refusal("555 5.5.4 A parameter of RCPT isn't known here");
            }
        }
    }

    /** RFC 1870 §6.1: too large by the client's own word is refused before anything is sent. */
    private static void checkSize(String value, long maxSize) throws Refusal {
        boolean number = !value.isEmpty() && value.length() <= SIZE_DIGITS && isDigits(value);
        check(number, "SIZE");
        if (value.length() > 18 || Long.parseLong(value) > maxSize) {
            throw new Refusal("552 5.3.4 Message too large, at most " + maxSize + " octets");
        }
    }

    /** RFC 3461 §4.1. */
    private static boolean isNotify(String value) {
        return value.equals("NEVER") || NOTICES.containsAll(List.of(value.split(",", -1)));
    }

    /** RFC 3461 §4.2; beyond ASCII it is utf-8 address text (RFC 6533 §3). */
    private static boolean isOriginal(String value) {
        int semicolon = value.indexOf(';');
        return semicolon > 0 && isXtext(value.substring(semicolon + 1), LONGEST_XTEXT);
    }

    /** RFC 3461 §4: a plus sign begins two upper-case hexadecimal digits. */
    private static boolean isXtext(String value, int longest) {
        if (value.isEmpty() || value.length() > longest) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '+') {
                boolean coded = i + 2 < value.length() && isHex(value.charAt(i + 1)) && isHex(value.charAt(i + 2));
                if (!coded) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }

    static boolean isDigits(String value) {
        return value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void check(boolean good, String keyword) throws Refusal {
        if (!good) {
            throw new Refusal("501 5.5.4 Bad value of " + keyword);
        }
    }
}
