package dev.paloma.testkit;

/**
 * What a scripted server does wrong on purpose. Finer faults are built from a {@link Reply}: a delay, a drip, an extra
 * or endless reply.
 */
public enum Fault {
    /**
     * Close in good order: all that was sent before arrives, then end of stream. What the client still sends is
     * swallowed. Over TLS the close is announced.
     */
    CLOSE(false),
    /** As {@link #CLOSE}, but only after the usual reply. */
    CLOSE_AFTER_REPLY(true),
    /** Close as if the server's process had died: no TLS close, unread bytes are dropped, so the client may see a reset. */
    CRASH(false),
    /** Reset the connection. */
    RESET(false),
    /** Say nothing more, read nothing more, until the server is closed or its time limit is over. */
    STALL(false),
    /** As {@link #STALL}, but only after the usual reply: the client's next writes fill the buffers and then block. */
    STOP_READING(true),
    /** Send bytes that are no TLS record, then close in good order. Meant for {@link Step#TLS}. */
    TLS_GARBAGE(false);

    private final boolean afterReply;

    Fault(boolean afterReply) {
        this.afterReply = afterReply;
    }

    boolean isAfterReply() {
        return afterReply;
    }
}
