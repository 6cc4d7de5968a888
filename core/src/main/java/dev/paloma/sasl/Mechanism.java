package dev.paloma.sasl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A way of logging in (RFC 4422). Implementations are values; what one login remembers is in its {@link Exchange}. */
public interface Mechanism {
    /** The registered name, upper case: {@code PLAIN}. */
    String name();

    /** Whether somebody who listens on the channel learns the secret, so that only verified TLS may carry it. */
    boolean revealsPassword();

    /** Whether somebody who listens can find the password out by trying many, which takes little time today. */
    default boolean isObsolete() {
        return false;
    }

    /** Whether it is never chosen for being offered, only for being asked for. */
    default boolean isOnlyOnRequest() {
        return false;
    }

    /** Whether the login is bound to the channel that carries it (RFC 5056). */
    default boolean bindsChannel() {
        return false;
    }

    /** What is asked of the user. */
    default Secret secret() {
        return Secret.PASSWORD;
    }

    /**
     * Begins one login.
     *
     * @throws SaslException if it can't be done with these credentials or on this channel; nothing need be sent then
     */
    Exchange begin(Credentials credentials, Channel channel) throws SaslException;

    /** What a mechanism takes for a proof. */
    enum Secret {
        PASSWORD,
        /** An access token (RFC 6750), which is renewed rather than remembered. */
        TOKEN,
        /** Nothing: the server knows from elsewhere, or doesn't want to know. */
        NONE
    }

    /** One login under way. Not safe for use by several threads. */
    interface Exchange {
        /** What can go along with AUTH itself (RFC 4954 §4); null where the server speaks first. */
        byte @Nullable [] initialResponse();

        /**
         * The response to a challenge.
         *
         * @throws SaslException if the challenge makes no sense here, or proves that the server is another
         */
        byte[] respond(byte[] challenge) throws SaslException;

        /**
         * Believes the server that it is done, or doesn't.
         *
         * @param data what the server said along with its success; null if nothing
         * @throws SaslException if the server still owes a proof
         */
        default void complete(byte @Nullable [] data) throws SaslException {}
    }

    /** All that are known, strongest first; those that are only used on request come last. */
    static List<Mechanism> strongestFirst() {
        return List.of(
                Scram.bound(Hash.SHA_512),
                Scram.bound(Hash.SHA_256),
                Scram.bound(Hash.SHA_1),
                Scram.unbound(Hash.SHA_512),
                Scram.unbound(Hash.SHA_256),
                Scram.unbound(Hash.SHA_1),
                new Plain(),
                new Login(),
                new CramMd5(),
                new DigestMd5(),
                new OAuthBearer(),
                new XOAuth2(),
                new External(),
                new Anonymous(),
                JdkMechanism.ntlm(),
                JdkMechanism.gssapi());
    }

    /** The mechanism of this name, whatever its case. */
    static Optional<Mechanism> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return strongestFirst().stream().filter(m -> m.name().equals(upper)).findFirst();
    }
}
