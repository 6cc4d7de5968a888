package dev.paloma;

import dev.paloma.smtp.Reply;
import dev.paloma.smtp.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A mail that didn't go as the acceptance policy asks. Its text is one line: what happened, where, what the server said,
 * what to do. The {@link #receipt} says what became of each recipient; some may have the mail all the same.
 */
public final class SendException extends RuntimeException {
    private final transient Failure failure;
    private final transient Receipt receipt;

    /** Why it didn't go. */
    public enum Kind {
        /** A recipient, or the message, was refused for good. */
        REFUSED,
        /** Not sent for now: trying again may succeed. */
        TEMPORARY,
        /** The answer to the content never came: it may have been delivered. */
        UNKNOWN,
        /** No server's name exists. */
        NO_SUCH_HOST,
        /** The server broke the protocol. */
        PROTOCOL,
        /** Authentication, TLS or permission. */
        SECURITY,
        /** Something was asked for that the server doesn't offer: see {@link dev.paloma.message.DeliveryOptions}. */
        CONFIGURATION,
        /** The content can't be read. */
        CONTENT
    }

    SendException(Failure failure, Receipt receipt) {
        super(failure.message(), failure.cause());
        this.failure = failure;
        this.receipt = receipt;
    }

    public Kind kind() {
        return failure.kind();
    }

    /** How far it had come. */
    public Stage stage() {
        return failure.stage();
    }

    /** What the server said; null if it isn't a reply that went wrong. */
    public @Nullable Reply reply() {
        return failure.reply();
    }

    public Receipt receipt() {
        return receipt;
    }

    /**
     * Whether trying again can't succeed before somebody changes something: the mail, or else the settings, in which
     * case the recipients are {@link Outcome#DEFERRED}, for the mail itself wasn't refused.
     */
    public boolean isPermanent() {
        return !isTransient() && !isUnknown();
    }

    /**
     * Whether trying again later may succeed. Some recipients may have the mail all the same: with LMTP, whose servers
     * answer for each. So it is to be sent again only to those whose row says {@link Outcome#DEFERRED}.
     */
    public boolean isTransient() {
        return kind() == Kind.TEMPORARY || kind() == Kind.PROTOCOL;
    }

    /** Whether the mail may have been delivered although nobody said so: never a failure that is safe to retry. */
    public boolean isUnknown() {
        return kind() == Kind.UNKNOWN;
    }
}
