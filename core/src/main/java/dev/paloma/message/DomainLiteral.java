package dev.paloma.message;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An address in brackets in the place of a domain (RFC 5321 §4.1.3): IPv4, IPv6, or something with a tag. */
final class DomainLiteral {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{1,4}");
    /**
     * Without the characters that mean something around an address: RFC 5321 §4.1.3 has them, no registered literal
     * does, and a careless server takes {@code >} or {@code @} for the address's own.
     */
    private static final Pattern GENERAL = Pattern.compile("[0-9A-Za-z-]{0,62}[0-9A-Za-z]:[!#-'*+./0-9:=?A-Z^-~-]+");

    private static final String IPV6 = "IPv6:";
    private static final int LIMIT = 255;

    private DomainLiteral() {}

    /** What is wrong with a literal, brackets included; null for nothing. */
    static @Nullable String complaint(String literal) {
        if (literal.length() > LIMIT) {
            return "domain literal of more than " + LIMIT + " characters";
        }
        String content = literal.substring(1, literal.length() - 1);
        if (content.regionMatches(true, 0, IPV6, 0, IPV6.length())) {
            return isIpv6(content.substring(IPV6.length())) ? null : "domain literal that isn't an IPv6 address";
        }
        return isIpv4(content) || GENERAL.matcher(content).matches()
                ? null
                : "domain literal that is neither an IPv4 address nor one like [IPv6:2001:db8::1]";
    }

    private static boolean isIpv4(String text) {
        String[] numbers = text.split("\\.", -1);
        boolean valid = numbers.length == 4;
        for (String number : numbers) {
            valid = valid && NUMBER.matcher(number).matches() && Integer.parseInt(number) <= 255;
        }
        return valid;
    }

    /** Eight groups, or fewer with one {@code ::} between; the last two may be written as IPv4. */
    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == 8;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int front = before.isEmpty() ? 0 : groups(before, false);
        int back = after.isEmpty() ? 0 : groups(after, true);
        return front >= 0 && back >= 0 && front + back < 8;
    }

    /** How many groups of 16 bits the text is; -1 if it isn't. */
    private static int groups(String text, boolean mayEndInIpv4) {
        String[] groups = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            if (HEX.matcher(groups[i]).matches()) {
                count++;
            } else if (mayEndInIpv4 && i == groups.length - 1 && isIpv4(groups[i])) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }
}
