package dev.paloma.outbox;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An attempt has ended.
 *
 * @param kind how, in one word; the attempt's replies tell it of each recipient
 * @param mail the mail's id
 * @param messageId its content's; null if it has none, or where that isn't known after a worker's death
 * @param attempt what was tried and what was said
 * @param next when it is tried again; null if it isn't
 * @param repeated whether it may have been told before: by a worker that died, or to a listener that failed
 */
public record OutboxEvent(
        Kind kind,
        String mail,
        @Nullable String messageId,
        MailStatus.Attempt attempt,
        @Nullable Instant next,
        boolean repeated) {
    /** How an attempt ended; of several recipients the first of these that applies, from the last to the first. */
    public enum Kind {
        ACCEPTED(1),
        REFUSED(2),
        EXPIRED(3),
        /** It will be tried again. */
        DEFERRED(4),
        /** It may have been delivered; whether it is tried again is a matter of the worker's policy. */
        IN_DOUBT(5);

        private static final Kind[] ALL = values();

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Kind of(int number) {
            return ALL[number - 1];
        }

        /** The name for people and JSON: lower case, with hyphens. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(Finish end) {
            return switch (end.result()) {
                case UNKNOWN, ABANDONED -> IN_DOUBT;
                case DEFERRED, NOT_TRIED -> end.worst() == MailState.EXPIRED ? EXPIRED : DEFERRED;
                case REFUSED -> REFUSED;
                case ACCEPTED -> ACCEPTED;
            };
        }
    }
}
