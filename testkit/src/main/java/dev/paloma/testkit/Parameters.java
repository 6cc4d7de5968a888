package dev.paloma.testkit;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with parameters of MAIL and RCPT that were offered: their values, their place, their number. */
final class Parameters {
    private static final String XTEXT = "(?:[!-*,-<>-~]|\\+[0-9A-F]{2})+";
    /** RFC 6533 §3; the letters themselves only where SMTPUTF8 is offered. */
    private static final String UNITEXT = "(?:[!-*,-<>-\\[\\]-~]|[^\\p{ASCII}]|\\\\x\\{[0-9A-F]{2,6}})+";

    /** RFC 1870, 3030, 6531, 3461, 4954, 8689, 6710, 2852, 4865. */
    private static final Map<String, Pattern> MAIL = Map.ofEntries(
            Map.entry("SIZE", Pattern.compile("[0-9]{1,20}")),
            Map.entry("BODY", ignoringCase("7BIT|8BITMIME|BINARYMIME")),
            Map.entry("SMTPUTF8", Pattern.compile("")),
            Map.entry("RET", ignoringCase("FULL|HDRS")),
            Map.entry("ENVID", Pattern.compile("(?=.{1,100}$)" + XTEXT)),
            Map.entry("AUTH", Pattern.compile("(?=.{1,500}$)(?:<>|" + XTEXT + ")")),
            Map.entry("REQUIRETLS", Pattern.compile("")),
            Map.entry("MT-PRIORITY", Pattern.compile("0|-?[1-9]")),
            Map.entry("BY", ignoringCase("[1-9][0-9]{0,8};[NR]T?|[-+]?[0-9]{1,9};NT?")),
            Map.entry("HOLDFOR", Pattern.compile("[1-9][0-9]{0,8}")),
            Map.entry("HOLDUNTIL", ignoringCase("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}Z")));

    private static final Map<String, Pattern> RCPT = Map.of(
            "NOTIFY", ignoringCase("NEVER|(?:SUCCESS|FAILURE|DELAY)(?:,(?:SUCCESS|FAILURE|DELAY))*"),
            "ORCPT",
                    Pattern.compile("(?=.{1,500}$)(?:(?![uU][tT][fF]-8;)[!-:<>-~]+;" + XTEXT + "|[uU][tT][fF]-8;"
                            + UNITEXT + ")"));

    private final boolean mail;
    private final Capabilities told;
    private final boolean encrypted;
    private final List<String> faults = new ArrayList<>();

    private Parameters(boolean mail, Capabilities told, boolean encrypted) {
        this.mail = mail;
        this.told = told;
        this.encrypted = encrypted;
    }

    private static Pattern ignoringCase(String values) {
        return Pattern.compile(values, Pattern.CASE_INSENSITIVE);
    }

    /** The faults, in the parameters' order; the parameters themselves have been offered. */
    static List<String> faults(String verb, List<String> parameters, Capabilities told, boolean encrypted) {
        Parameters judge = new Parameters(verb.equals("MAIL"), told, encrypted);
        Set<String> seen = new HashSet<>();
        for (String parameter : parameters) {
            String keyword = Capabilities.keyword(parameter);
            if (!seen.add(keyword)) {
                judge.faults.add(keyword + " comes twice");
            }
            judge.judge(keyword, parameter.substring(Math.min(parameter.length(), keyword.length() + 1)));
        }
        if (seen.contains("HOLDFOR") && seen.contains("HOLDUNTIL")) {
            judge.faults.add("both HOLDFOR and HOLDUNTIL"); // RFC 4865 §4
        }
        return judge.faults;
    }

    private void judge(String keyword, String value) {
        Pattern pattern = (mail ? MAIL : RCPT).get(keyword);
        if (pattern == null) {
            faults.add(keyword + " doesn't belong to " + (mail ? "MAIL" : "RCPT"));
        } else if (!pattern.matcher(value).matches() || !isSound(keyword, value)) {
            faults.add(keyword + " has a value that isn't well-formed: " + Transcript.visible(value));
        } else {
            judgeLimits(keyword, value);
        }
    }

    private boolean isSound(String keyword, String value) {
        return switch (keyword) {
            case "NOTIFY" -> {
                List<String> events = List.of(value.toUpperCase(Locale.ROOT).split(",", -1));
                yield new HashSet<>(events).size() == events.size();
            }
            case "ORCPT" -> told.offers("SMTPUTF8") || value.chars().allMatch(c -> c < 0x80);
            case "HOLDUNTIL" -> isDate(value);
            default -> true;
        };
    }

    private static boolean isDate(String text) {
        try {
            return OffsetDateTime.parse(text).getYear() >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** What the server said of itself, or what RFC 8689 §4.2.1 says, and the client should have held to. */
    private void judgeLimits(String keyword, String value) {
        switch (keyword) {
            case "REQUIRETLS" -> {
                if (!encrypted) {
                    faults.add("REQUIRETLS outside TLS");
                }
            }
            case "HOLDFOR" -> {
                if (Long.parseLong(value) > number("FUTURERELEASE", Long.MAX_VALUE)) {
                    faults.add("HOLDFOR is over " + told.word("FUTURERELEASE", 0));
                }
            }
            case "HOLDUNTIL" -> {
                String last = told.word("FUTURERELEASE", 1);
                if (isDate(last) && OffsetDateTime.parse(value).isAfter(OffsetDateTime.parse(last))) {
                    faults.add("HOLDUNTIL is after " + last);
                }
            }
            case "BY" -> {
                String[] by = value.toUpperCase(Locale.ROOT).split(";", -1);
                if (by[1].startsWith("R") && Long.parseLong(by[0]) < number("DELIVERBY", 0)) {
                    faults.add("BY is under " + told.word("DELIVERBY", 0));
                }
            }
            default -> {}
        }
    }

    /** The first number behind a keyword; a script may have put something else there. */
    private long number(String keyword, long otherwise) {
        String word = told.word(keyword, 0);
        return word.matches("[0-9]{1,18}") ? Long.parseLong(word) : otherwise;
    }
}
