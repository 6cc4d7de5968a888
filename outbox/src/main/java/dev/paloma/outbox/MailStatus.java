package dev.paloma.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one mail.
 *
 * @param id as {@link Outbox#submit} gave it
 * @param state the worst of its recipients', or that it is being sent
 * @param times when it was submitted, and when it is tried
 * @param options priority, route, tags and key
 * @param sender the envelope's; null for none
 * @param messageId its content's; null if it has none
 * @param size of its content, in octets
 * @param recipients in the envelope's order
 * @param attempts the oldest first; empty in a list
 */
public record MailStatus(
        String id,
        MailState state,
        Times times,
        SubmitOptions options,
        @Nullable String sender,
        @Nullable String messageId,
        long size,
        List<Recipient> recipients,
        List<Attempt> attempts) {
    public MailStatus {
        recipients = List.copyOf(recipients);
        attempts = List.copyOf(attempts);
    }

    /**
     * @param submitted when it was
     * @param expires after this time a failure for now is the last
     * @param next when it is tried next; null if it is being tried, or never will be
     */
    public record Times(
            Instant submitted, Instant expires, @Nullable Instant next) {}

    /**
     * @param address as it goes on the wire
     * @param state what became of the mail for it
     * @param changed since when
     * @param text what the server said last, or why it said nothing; null in a list, and before the first attempt
     */
    public record Recipient(
            String address,
            MailState state,
            Instant changed,
            @Nullable String text) {}

    /**
     * One try of one job: the recipients of one domain.
     *
     * @param number counted for each job, from 1; where the mail's turn didn't come it isn't counted, and the next has the
     *     same
     * @param domain the recipients'
     * @param began when it was written down, before anything went on the wire
     * @param ended when its outcome was written down; null while there is none
     * @param outcome null while there is none
     * @param server which server answered; null if none did
     * @param queueId the server's name for the mail; null if it told none
     * @param text why it failed, in one line; null if it didn't
     * @param replies what was said of each recipient
     * @param late what its worker reported after others had given it up; null if nothing
     */
    public record Attempt(
            int number,
            String domain,
            Instant began,
            @Nullable Instant ended,
            @Nullable Result outcome,
            @Nullable String server,
            @Nullable String queueId,
            @Nullable String text,
            List<Reply> replies,
            @Nullable String late) {
        public Attempt {
            replies = List.copyOf(replies);
        }
    }

    /**
     * @param recipient whom it is about
     * @param outcome what it means
     * @param code the reply's; 0 where there was none
     * @param text the server's words, or why there are none
     */
    public record Reply(String recipient, Result outcome, int code, String text) {}

    /** How an attempt ended. */
    public enum Result {
        /** The server has it. */
        ACCEPTED(1),
        /** Refused for good. */
        REFUSED(2),
        /** Not now. */
        DEFERRED(3),
        /** All was sent and the answer never came: in doubt. */
        UNKNOWN(4),
        /** Its worker died, or stood still for too long: in doubt. */
        ABANDONED(5),
        /** The route failed as a whole before the mail's turn came: this counts for nothing. */
        NOT_TRIED(6);

        private static final Result[] ALL = values();

        private final int number;

        Result(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        static Result of(int number) {
            return ALL[number - 1];
        }

        /** Whether the recipient may have the mail although nobody said so. */
        public boolean isInDoubt() {
            return this == UNKNOWN || this == ABANDONED;
        }

        /** The name for people and JSON: lower case, with hyphens. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
