package dev.paloma.smtp;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Who we are to a proxy. Shows itself nowhere. */
record ProxyLogin(String user, String password) {
    /** RFC 1929 §2 has one octet for each length; nobody needs more with HTTP either. */
    private static final int MOST_OCTETS = 255;

    /**
     * @return null without a user
     * @throws IllegalArgumentException if one is there without the other, or too long, or holds a control character
     */
    static @Nullable ProxyLogin of(@Nullable String user, @Nullable String password) {
        if (user == null && password == null) {
            return null;
        }
        if (user == null || password == null) {
            throw new IllegalArgumentException("a proxy's user and its password go together: give both or neither");
        }
        check("user", user);
        check("password", password);
        return new ProxyLogin(user, password);
    }

    private static void check(String what, String text) {
        if (!Printable.isSafe(text)) {
            throw new IllegalArgumentException("the proxy's " + what + " holds a control character: take it out");
        }
        int octets = octets(text).length;
        if (octets < 1 || octets > MOST_OCTETS) {
            throw new IllegalArgumentException("the proxy's " + what + " is 1 to " + MOST_OCTETS + " octets long");
        }
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "ProxyLogin";
    }
}
