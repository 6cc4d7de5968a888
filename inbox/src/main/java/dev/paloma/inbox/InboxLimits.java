package dev.paloma.inbox;

import java.time.Duration;

/**
 * What a client may make the inbox do.
 *
 * @param maxSize octets of content
 * @param maxRecipients of one mail
 * @param maxConnections at one time
 * @param maxErrors wrong commands between two mails
 * @param idle how long a command may take to arrive, or a client not to send, or not to read
 */
record InboxLimits(long maxSize, int maxRecipients, int maxConnections, int maxErrors, Duration idle) {
    /** RFC 5321 §4.5.3.1.8 asks for 100 recipients at least, §4.5.3.2.7 for five minutes. */
    static final InboxLimits DEFAULT = new InboxLimits(64L << 20, 1000, 100, 20, Duration.ofMinutes(5));

    private static final long LEAST_DISCARD = 1L << 30;

    InboxLimits {
        if (maxSize < 1 || maxSize > 1L << 50) {
            throw new IllegalArgumentException("maximum size out of range: " + maxSize);
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("at least one connection is needed: " + maxConnections);
        }
        if (idle.toMillis() < 1 || idle.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("idle timeout not between 1 ms and 1 day: " + idle);
        }
    }

    /** Octets read away after a refusal, so that the client can hear it; after that the connection is closed. */
    long maxDiscard() {
        return Math.max(LEAST_DISCARD, 16 * maxSize);
    }

    InboxLimits withMaxSize(long octets) {
        return new InboxLimits(octets, maxRecipients, maxConnections, maxErrors, idle);
    }

    InboxLimits withMaxConnections(int connections) {
        return new InboxLimits(maxSize, maxRecipients, connections, maxErrors, idle);
    }

    InboxLimits withIdle(Duration limit) {
        return new InboxLimits(maxSize, maxRecipients, maxConnections, maxErrors, limit);
    }
}
