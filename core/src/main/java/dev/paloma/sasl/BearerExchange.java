package dev.paloma.sasl;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the two OAuth mechanisms share: the token's form, and how an error is taken. */
final class BearerExchange implements Mechanism.Exchange {
    private final byte[] response;
    private final byte[] acknowledgement;
    private boolean failed;

    /**
     * @param response the only response there is
     * @param acknowledgement what answers the server's error, after which it refuses
     */
    BearerExchange(String response, byte[] acknowledgement) {
        this.response = response.getBytes(StandardCharsets.UTF_8);
        this.acknowledgement = acknowledgement;
    }

    /**
     * The token as RFC 6750 §2.1 has it in a request, with any visible ASCII allowed.
     *
     * @throws SaslException if a character could end the field that it stands in, or the line
     */
    static String token(Credentials credentials) throws SaslException {
        String token = credentials.password();
        if (token.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
            throw new SaslException("an access token has only visible ASCII characters, this one has others");
        }
        if (credentials.user().chars().anyMatch(Character::isISOControl)) {
            throw new SaslException("the user name has a control character, which ends a field of this mechanism");
        }
        return token;
    }

    @Override
    public byte[] initialResponse() {
        return response.clone();
    }

    /** A challenge is the server's error, in JSON; it says why only after the answer (RFC 7628 §3.2.3). */
    @Override
    public byte[] respond(byte[] challenge) throws SaslException {
        if (failed) {
            throw new SaslException("the server sends a second error although one ends the login");
        }
        failed = true;
        return acknowledgement.clone();
    }

    @Override
    public void complete(byte @Nullable [] data) throws SaslException {
        if (failed) {
            throw new SaslException("the server refuses the token and then accepts it");
        }
    }
}
