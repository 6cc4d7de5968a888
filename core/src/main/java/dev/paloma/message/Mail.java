package dev.paloma.message;

/**
 * A mail: what is delivered, and to whom (RFC 5321 §2.3.1). Immutable if its content is, as it should be.
 *
 * @param envelope whom it comes from and goes to
 * @param content what goes after DATA
 */
public record Mail(Envelope envelope, Content content) {
    /**
     * Content for whom its own header fields name.
     *
     * @throws MessageException if they name nobody, or no single sender
     */
    public static Mail of(Content content) {
        return new Mail(content.envelope(), content);
    }

    /** Not the content: it may be large, and it isn't for logs. */
    @Override
    public String toString() {
        return "Mail from "
                + (envelope.sender() == null ? "<>" : envelope.sender().address()) + " to "
                + envelope.recipients().size() + " recipients";
    }
}
