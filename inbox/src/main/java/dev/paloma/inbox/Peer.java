package dev.paloma.inbox;

import java.net.InetAddress;

/**
 * Who is at the other end.
 *
 * @param address of its socket
 * @param name as EHLO or HELO gave it, with odd characters replaced; empty before that
 * @param extended whether it said EHLO
 * @param authenticated whether it went through AUTH
 */
record Peer(InetAddress address, String name, boolean extended, boolean authenticated) {
    private static final int LONGEST_NAME = 255;

    static Peer at(InetAddress address) {
        return new Peer(address, "", false, false);
    }

    /** AUTH stays in force, a new EHLO doesn't end it (RFC 4954 §4 ends it only with the connection). */
    Peer greeting(String text, boolean ehlo) throws Refusal {
        if (text.isEmpty() || text.length() > LONGEST_NAME) {
            throw new Refusal("501 5.5.4 Say " + (ehlo ? "EHLO" : "HELO") + " and your domain");
        }
        return new Peer(address, harmless(text), ehlo, authenticated);
    }

    Peer loggedIn() {
        return new Peer(address, name, extended, true);
    }

    boolean greeted() {
        return !name.isEmpty();
    }

    /** RFC 3848 and RFC 6531 §4.3. */
    String protocol(boolean utf8) {
        return (utf8 ? "UTF8SMTP" : extended ? "ESMTP" : "SMTP") + (authenticated ? "A" : "");
    }

    /** The name goes into a header field: what isn't part of a domain or an address literal becomes a question mark. */
    private static String harmless(String text) {
        StringBuilder name = new StringBuilder();
        text.chars().forEach(c -> {
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._:[]".indexOf(c) >= 0);
            name.append(plain ? (char) c : '?');
        });
        return name.toString();
    }
}
