package dev.paloma.message;

import java.time.Duration;

/**
 * A time in which a mail is worth delivering (Deliver By, RFC 2852).
 *
 * @param within counted from when the server takes the mail; whole seconds, from 1 to 999,999,999
 * @param late what becomes of a mail that is late
 * @param traced whether each server on the way reports when it passes the mail on
 */
public record DeliverBy(Duration within, Late late, boolean traced) {
    /** What becomes of a mail that couldn't be delivered in time. */
    public enum Late {
        /** It isn't delivered any more, and comes back to the sender. */
        RETURN,
        /** It is delivered all the same, and the sender is told of the delay. */
        NOTIFY
    }

    /**
     * @throws MessageException if the time is out of range
     */
    public DeliverBy {
        Checks.seconds("time to deliver in", within);
    }

    /** Back to the sender if it is late. */
    public static DeliverBy orReturn(Duration within) {
        return new DeliverBy(within, Late.RETURN, false);
    }

    /** Delivered even if it is late, but the sender is told. */
    public static DeliverBy orNotify(Duration within) {
        return new DeliverBy(within, Late.NOTIFY, false);
    }

    /** The same, with a report from each server on the way. */
    public DeliverBy withTrace() {
        return new DeliverBy(within, late, true);
    }
}
