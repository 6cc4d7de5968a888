package dev.paloma.bench;

import java.util.concurrent.atomic.AtomicLong;

/** What a sink got. Safe for use by several threads. */
final class Tally {
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong recipients = new AtomicLong();
    private final AtomicLong octets = new AtomicLong();
    private final AtomicLong handshakes = new AtomicLong();
    private final AtomicLong resumed = new AtomicLong();

    /**
     * What was counted up to a moment.
     *
     * @param octets of content, without end marks
     * @param handshakes of TLS, resumed ones too
     */
    record Count(long messages, long recipients, long octets, long handshakes, long resumed) {
        String line() {
            return messages + " " + recipients + " " + octets + " " + handshakes + " " + resumed;
        }

        static Count parse(String line) {
            String[] words = line.split(" ");
            return new Count(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]),
                    Long.parseLong(words[4]));
        }
    }

    void add(long moreMessages, long moreRecipients, long moreOctets) {
        messages.addAndGet(moreMessages);
        recipients.addAndGet(moreRecipients);
        octets.addAndGet(moreOctets);
    }

    void handshake(boolean anOldSession) {
        handshakes.incrementAndGet();
        resumed.addAndGet(anOldSession ? 1 : 0);
    }

    /** Starts again at nothing. */
    Count take() {
        return new Count(
                messages.getAndSet(0),
                recipients.getAndSet(0),
                octets.getAndSet(0),
                handshakes.getAndSet(0),
                resumed.getAndSet(0));
    }
}
