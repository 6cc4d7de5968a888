package dev.paloma.inbox;

import java.io.IOException;

/** The connection ends here: the client left, or it is sent away with last words. */
final class Hangup extends IOException {
    private final String reply;

    private Hangup(String message, String reply) {
        super(message);
        this.reply = reply;
    }

    static Hangup lost(String message) {
        return new Hangup(message, "");
    }

    static Hangup saying(String reply) {
        return new Hangup(reply, reply);
    }

    /** What to say before closing; empty if there is nobody to hear it. */
    String reply() {
        return reply;
    }
}
