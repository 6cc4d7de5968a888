package dev.paloma.message;

/**
 * A message, or a piece of one, that isn't valid: nothing of it has been sent. The text says which piece, why, and what
 * to do.
 */
public class MessageException extends IllegalArgumentException {
    /**
     * @param message what is wrong, in one line without control characters
     */
    public MessageException(String message) {
        super(message);
    }
}
