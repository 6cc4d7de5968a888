package dev.paloma.outbox;

import org.jspecify.annotations.Nullable;

/**
 * What all loops of a worker share.
 *
 * @param outbox where they work
 * @param incarnation under which number
 * @param judge who decides
 * @param clock whether the time of day can be believed
 * @param poll how often to look, in nanoseconds
 * @param rest after the database failed, in nanoseconds
 * @param reporter this host's name in reports to senders; null for none
 * @param listener who hears of it
 */
record WorkerParts(
        Outbox outbox,
        Incarnation incarnation,
        Judge judge,
        ClockWatch clock,
        long poll,
        long rest,
        @Nullable String reporter,
        @Nullable OutboxListener listener) {
    /** Milliseconds. */
    long now() {
        return outbox.database().now();
    }

    void troubled(OutboxException trouble) {
        if (listener != null) {
            try {
                listener.troubled(trouble);
            } catch (RuntimeException | Error e) {
                trouble.addSuppressed(e);
            }
        }
    }
}
