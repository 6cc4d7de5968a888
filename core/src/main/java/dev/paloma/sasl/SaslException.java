package dev.paloma.sasl;

/** A challenge that the mechanism can't answer, or a proof of the server's that is wrong. Holds no secret. */
public final class SaslException extends Exception {
    /**
     * @param message what is wrong, without anything the user or the server keeps secret
     */
    public SaslException(String message) {
        super(message);
    }
}
