package dev.paloma.sasl;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A challenge that the mechanism can't answer, or a proof of the server's that is wrong. Holds no secret. */
public final class SaslException extends Exception {
    private final boolean suspicious;

    /**
     * @param message what is wrong, without anything the user or the server keeps secret
     */
    public SaslException(String message) {
        this(message, false, null);
    }

    private SaslException(String message, boolean suspicious, @Nullable Throwable cause) {
        super(message, cause);
        this.suspicious = suspicious;
    }

    static SaslException suspicious(String message) {
        return new SaslException(message, true, null);
    }

    static SaslException of(String message, Throwable cause) {
        return new SaslException(message, false, cause);
    }

    /** A token source failed. */
    static SaslException withoutToken(Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return of("no access token: " + why + "; see to where it comes from", cause);
    }

    /** Whether the server may be somebody else who poses as it. */
    public boolean isSuspicious() {
        return suspicious;
    }

    /** Whether trying again later may help: what a {@link TokenSource} needs couldn't be reached. */
    public boolean isTransient() {
        return getCause() instanceof IOException;
    }
}
