package dev.paloma.sasl;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user and a secret, which is a password, or an access token from a {@link TokenSource}. Neither {@link #toString} nor an exception of this package shows the secret. Immutable.
 */
public final class Credentials {
    private final String user;
    private final byte[] secret;
    private final @Nullable CurrentToken tokens;

    private Credentials(String user, byte[] secret, @Nullable CurrentToken tokens) {
        this.user = user;
        this.secret = secret;
        this.tokens = tokens;
    }

    /**
     * A user with a password; both are sent as UTF-8.
     *
     * @throws IllegalArgumentException if either holds NUL or an unpaired surrogate (RFC 4616 §2), or is empty; the text
     *     names which, never the value
     */
    public static Credentials of(String user, String password) {
        return new Credentials(checkedUser(user), utf8("the password", password), null);
    }

    /**
     * A user with access tokens. Only mechanisms that take a token are used then: those that the server's options name,
     * else OAUTHBEARER and XOAUTH2. A server that refuses a token is asked once more, on the same connection, with a new
     * one.
     *
     * @param tokens where they come from; logins with these credentials, on whatever connection, share its new ones
     * @throws IllegalArgumentException as {@link #of(String, String)} does, of the user
     */
    public static Credentials of(String user, TokenSource tokens) {
        return new Credentials(checkedUser(user), new byte[0], new CurrentToken(tokens));
    }

    /** A user whose secret will be given later, with {@link #withPassword}. */
    public static Credentials withoutSecret(String user) {
        return new Credentials(checkedUser(user), new byte[0], null);
    }

    /** The same user with this password. */
    public Credentials withPassword(String password) {
        return of(user, password);
    }

    /** Whether there is a secret, or a place to get one from. */
    public boolean hasSecret() {
        return secret.length > 0 || tokens != null;
    }

    /** Whether the secret is a token that can be renewed. */
    public boolean isToken() {
        return tokens != null;
    }

    /**
     * These, with a token of now where tokens are what they have.
     *
     * @throws SaslException if the source has none
     */
    public Credentials current() throws SaslException {
        return tokens == null ? this : withToken(tokens, tokens.any());
    }

    /**
     * What to try after a server has refused these, which {@link #current} gave; empty where there is nothing new.
     *
     * @throws SaslException if the source fails
     */
    public Optional<Credentials> renewed() throws SaslException {
        if (tokens == null || secret.length == 0) {
            return Optional.empty();
        }
        String token = tokens.after(password());
        return token.equals(password()) ? Optional.empty() : Optional.of(withToken(tokens, token));
    }

    private Credentials withToken(CurrentToken from, String token) throws SaslException {
        try {
            return new Credentials(user, utf8("the access token", token), from);
        } catch (IllegalArgumentException e) {
            throw new SaslException(String.valueOf(e.getMessage()));
        }
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

    private static String checkedUser(String user) {
        return new String(utf8("the user name", user), StandardCharsets.UTF_8);
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
