package dev.paloma.inbox;

import java.io.IOException;

/** A command or a mail isn't taken; the message is the reply to give. The connection goes on. */
final class Refusal extends IOException {
    Refusal(String reply) {
        super(reply);
    }

    String reply() {
        return String.valueOf(getMessage());
    }

    /** Whether the client itself was wrong, rather than the mail too large or the disk full. */
    boolean isClientError() {
        String reply = reply();
        return reply.startsWith("50") || reply.startsWith("555");
    }
}
