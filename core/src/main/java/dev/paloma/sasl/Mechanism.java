package dev.paloma.sasl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A way of logging in (RFC 4422). Implementations are values; what one login remembers is in its {@link Exchange}. */
public interface Mechanism {
    /** The registered name, upper case: {@code PLAIN}. */
    String name();

    /** Whether somebody who listens on the channel learns the password, so that only verified TLS may carry it. */
    boolean revealsPassword();

    /** Begins one login. */
    Exchange begin(Credentials credentials);

    /** One login under way. Not safe for use by several threads. */
    interface Exchange {
        /** What can go along with AUTH itself (RFC 4954 §4); null where the server speaks first. */
        byte @Nullable [] initialResponse();

        /**
         * The response to a challenge.
         *
         * @throws SaslException if the challenge makes no sense here
         */
        byte[] respond(byte[] challenge) throws SaslException;
    }

    /** All that are known, strongest first. */
    static List<Mechanism> strongestFirst() {
        return List.of(new Plain(), new Login());
    }

    /** The mechanism of this name, whatever its case. */
    static Optional<Mechanism> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return strongestFirst().stream().filter(m -> m.name().equals(upper)).findFirst();
    }
}
