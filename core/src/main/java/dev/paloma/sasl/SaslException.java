package dev.paloma.sasl;

/** A challenge that the mechanism can't answer, or a proof of the server's that is wrong. Holds no secret. */
public final class SaslException extends Exception {
    private final boolean suspicious;

    /**
     * @param message what is wrong, without anything the user or the server keeps secret
     */
    public SaslException(String message) {
        this(message, false);
    }

    private SaslException(String message, boolean suspicious) {
        super(message);
        this.suspicious = suspicious;
    }

    static SaslException suspicious(String message) {
        return new SaslException(message, true);
    }

    /** Whether the server may be somebody else who poses as it. */
    public boolean isSuspicious() {
        return suspicious;
    }
}
