package dev.paloma.smtp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringTokenizer;

/** What a server said it can do (RFC 5321 §4.1.1.1). Keywords compare without case. Immutable. */
public final class Capabilities {
    private static final String OLD_AUTH = "AUTH=";

    private final Map<String, List<String>> parameters;
    private final long maximumSize;
    private final int maximumMails;
    private final int maximumRecipients;

    private Capabilities(Map<String, List<String>> parameters) {
        this.parameters = parameters;
        this.maximumSize = size();
        this.maximumMails = limit("MAILMAX").orElse(Integer.MAX_VALUE);
        this.maximumRecipients = limit("RCPTMAX").orElse(Integer.MAX_VALUE);
    }

    /** Of a server that knows only HELO. */
    static Capabilities none() {
        return new Capabilities(Map.of());
    }

    /**
     * Reads the reply to EHLO; its first line is the server's name. A keyword that comes twice adds its parameters, and
     * {@code AUTH=PLAIN}, which some old servers write, is read as {@code AUTH PLAIN}.
     */
    static Capabilities of(Reply ehlo, Limits limits) {
        Map<String, List<String>> read = new LinkedHashMap<>();
        int last = Math.min(ehlo.lines().size(), limits.capabilities() + 1);
        for (String line : ehlo.lines().subList(1, last)) {
            StringTokenizer words = new StringTokenizer(line.toUpperCase(Locale.ROOT));
            if (words.hasMoreTokens()) {
                String first = words.nextToken();
                boolean old = first.startsWith(OLD_AUTH);
                List<String> known = read.computeIfAbsent(old ? "AUTH" : first, keyword -> new ArrayList<>(0));
                if (old && first.length() > OLD_AUTH.length()) {
                    known.add(first.substring(OLD_AUTH.length()));
                }
                while (words.hasMoreTokens()) {
                    known.add(words.nextToken());
                }
            }
        }
        read.replaceAll((keyword, words) -> List.copyOf(words));
        return new Capabilities(read);
    }

    /** Whether this keyword was there. */
    public boolean has(String keyword) {
        return parameters.containsKey(keyword) || parameters.containsKey(keyword.toUpperCase(Locale.ROOT));
    }

    /** The keywords, upper case, in the server's order. */
    public Set<String> keywords() {
        return Collections.unmodifiableSet(parameters.keySet());
    }

    /** What stood behind a keyword, upper case; empty if nothing did or the keyword wasn't there. */
    public List<String> parameters(String keyword) {
        return parameters.getOrDefault(keyword.toUpperCase(Locale.ROOT), List.of());
    }

    /** Octets a message may have (RFC 1870); empty where the server names no limit. */
    public OptionalLong maximumSize() {
        return maximumSize > 0 ? OptionalLong.of(maximumSize) : OptionalLong.empty();
    }

    private long size() {
        for (String word : parameters("SIZE")) {
            long size = number(word, 18);
            if (size > 0) {
                return size;
            }
        }
        return 0;
    }

    /** Mails that one connection may carry (RFC 9422 §4.1); {@link Integer#MAX_VALUE} where the server names no limit. */
    public int maximumMails() {
        return maximumMails;
    }

    /** Recipients that one mail may have (RFC 9422 §4.2); {@link Integer#MAX_VALUE} where the server names no limit. */
    public int maximumRecipients() {
        return maximumRecipients;
    }

    /**
     * A number that the server set itself as a limit (LIMITS, RFC 9422): {@code RCPTMAX} recipients in a transaction,
     * {@code MAILMAX} transactions on a connection, {@code RCPTDOMAINMAX} domains among a transaction's recipients. If it
     * is named twice the lower one counts.
     *
     * @return from 1 to 999,999; empty where the server names none, or what isn't such a number
     */
    public OptionalInt limit(String name) {
        int least = Integer.MAX_VALUE;
        String start = name.toUpperCase(Locale.ROOT) + "=";
        for (String word : parameters("LIMITS")) {
            String value = word.startsWith(start) ? word.substring(start.length()) : "0";
            long limit = value.startsWith("0") ? 0 : number(value, 6);
            if (limit > 0) {
                least = Math.min(least, (int) limit);
            }
        }
        return least == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(least);
    }

    /** 0 for what isn't a number of at most so many digits. */
    private static long number(String text, int digits) {
        if (text.isEmpty() || text.length() > digits) {
            return 0;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    @Override
    public String toString() {
        return parameters.toString();
    }
}
