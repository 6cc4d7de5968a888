package dev.paloma.sasl;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A user and a secret. Neither {@link #toString} nor an exception of this package shows the secret. Immutable.
 */
public final class Credentials {
    private final String user;
    private final byte[] secret;

    private Credentials(String user, byte[] secret) {
        this.user = user;
        this.secret = secret;
    }

    /**
     * A user with a password; both are sent as UTF-8.
     *
     * @throws IllegalArgumentException if either holds NUL or an unpaired surrogate (RFC 4616 §2), or is empty; the text
     *     names which, never the value
     */
    public static Credentials of(String user, String password) {
        return new Credentials(
                new String(utf8("the user name", user), StandardCharsets.UTF_8), utf8("the password", password));
    }

    /** A user whose secret will be given later, with {@link #withPassword}. */
    public static Credentials withoutSecret(String user) {
        return new Credentials(new String(utf8("the user name", user), StandardCharsets.UTF_8), new byte[0]);
    }

    /** The same user with this password. */
    public Credentials withPassword(String password) {
        return of(user, password);
    }

    /** Whether there is a secret. */
    public boolean hasSecret() {
        return secret.length > 0;
    }

    public String user() {
        return user;
    }

    /** The secret's octets in UTF-8; a copy. */
    byte[] secret() {
        return secret.clone();
    }

    /** The secret as text. */
    String password() {
        return new String(secret, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return user + (hasSecret() ? " with a secret" : " without a secret");
    }

    private static byte[] utf8(String what, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " holds a NUL character");
        }
        try {
            ByteBuffer octets = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[octets.remaining()];
            octets.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + " holds half of a character (an unpaired surrogate)", e);
        }
    }
}
