package dev.paloma.outbox;

import org.jspecify.annotations.Nullable;

/**
 * The outbox couldn't do it, or was asked for something that can't be. Its text is one line and says what to do. A submit
 * that ends with it gave no id; after a lost connection to the database the mail may be there all the same, and a submit
 * with the same key finds out.
 */
public final class OutboxException extends RuntimeException {
    OutboxException(String message) {
        super(message);
    }

    OutboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether it is a matter of the moment, so that the same may succeed later; false where something must be changed. */
    public boolean isTransient() {
        return SqlState.passes(getCause());
    }

    /** What the database said of this, in one line. */
    static OutboxException of(String what, Throwable cause) {
        if (cause instanceof OutboxException already) {
            return already;
        }
        String said = String.valueOf(cause.getMessage()).replaceAll("[\\p{Cntrl}]+", " ");
        return new OutboxException(what + ": " + said, cause);
    }
}
