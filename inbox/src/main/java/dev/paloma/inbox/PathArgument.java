package dev.paloma.inbox;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What MAIL FROM: and RCPT TO: say: a path and parameters (RFC 5321 §4.1.2).
 *
 * @param address without angle brackets and source route; empty for {@code <>}
 * @param parameters by upper-case keyword; the value is empty where there is none
 */
record PathArgument(String address, Map<String, String> parameters) {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 255;

    static PathArgument parse(String text) throws Refusal {
        if (!text.startsWith("<")) {
            throw new Refusal("501 5.5.2 The address must stand in angle brackets");
        }
        int end = closingBracket(text);
        String rest = text.substring(end + 1);
        if (!rest.isEmpty() && rest.charAt(0) != ' ') {
            throw new Refusal("501 5.5.2 A space must follow the address");
        }
        return new PathArgument(withoutRoute(text.substring(1, end)), parameters(rest));
    }

    /** The first {@code >} outside quotes: {@code <"a> SIZE=1 <b"@example.org>} is one address. */
    private static int closingBracket(String text) throws Refusal {
        boolean quoted = false;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        throw new Refusal("501 5.5.2 The address has no closing angle bracket");
    }

    /** RFC 5321 appendix C: a source route is accepted, and ignored. */
    private static String withoutRoute(String path) {
        int colon = path.startsWith("@") ? path.indexOf(':') : -1;
        return path.substring(colon + 1);
    }

    private static Map<String, String> parameters(String text) throws Refusal {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String word : text.split(" ")) {
            if (word.isEmpty()) {
                continue;
            }
            int equals = word.indexOf('=');
            String keyword = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
            if (parameters.put(keyword, equals < 0 ? "" : word.substring(equals + 1)) != null) {
                throw new Refusal("501 5.5.4 A parameter stands there twice");
            }
        }
        return parameters;
    }

    /**
     * Checks that it names a mailbox: a local part, an at sign, a domain.
     *
     * @param status 5.1.7 for a sender, 5.1.3 for a recipient
     */
    void checkMailbox(String status, boolean utf8) throws Refusal {
        int at = address.lastIndexOf('@');
        String local = at < 0 ? "" : address.substring(0, at);
        String domain = address.substring(at + 1);
        if (!utf8 && address.chars().anyMatch(c -> c > 0x7F)) {
            throw new Refusal("553 5.6.7 An address beyond ASCII needs MAIL with SMTPUTF8");
        }
        if (local.length() > LONGEST_LOCAL || domain.length() > LONGEST_DOMAIN) {
            throw new Refusal("501 " + status + " Address too long");
        }
        if (!isLocal(local) || !isDomain(domain)) {
            throw new Refusal("501 " + status + " Not an address");
        }
    }

    private static boolean isLocal(String local) {
        if (local.startsWith("\"")) {
            return isQuoted(local);
        }
        boolean dots = local.startsWith(".") || local.endsWith(".") || local.contains("..");
        return !local.isEmpty() && !dots && local.chars().allMatch(c -> c == '.' || isAtom(c));
    }

    private static boolean isQuoted(String local) {
        int i = 1;
        while (i < local.length() && local.charAt(i) != '"') {
            i += local.charAt(i) == '\\' ? 2 : 1;
        }
        return i == local.length() - 1;
    }

    /** RFC 5322 §3.2.3 atext, and RFC 6531 §3.3 beyond ASCII. */
    private static boolean isAtom(int c) {
        return c > 0x20 && c != 0x7F && "()<>[]:;@\\,.\"".indexOf(c) < 0;
    }

    private static boolean isDomain(String domain) {
        if (domain.startsWith("[")) {
            return domain.length() > 2
                    && domain.indexOf(']') == domain.length() - 1
                    && domain.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        }
        boolean dots = domain.startsWith(".") || domain.endsWith(".") || domain.contains("..");
        return !domain.isEmpty() && !dots && domain.chars().allMatch(PathArgument::isDomainCharacter);
    }

    private static boolean isDomainCharacter(int c) {
        // The underscore isn't in the RFC's grammar, but in host names of many a development machine.
        return c > 0x7F || Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '_';
    }
}
