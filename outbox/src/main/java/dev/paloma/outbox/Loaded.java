package dev.paloma.outbox;

import dev.paloma.message.Mail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job with all that is needed to send it.
 *
 * @param job which
 * @param mail to the job's recipients that still want it; null if it can't be put together
 * @param numbers the recipients' places in the mail that was submitted, in the same order
 * @param expires after this time a failure for now is the last, in milliseconds
 * @param octets about how much memory it takes
 * @param messageId of its content; null for none
 * @param trouble why it can't be put together; null if it can
 */
record Loaded(
        Claimed job,
        @Nullable Mail mail,
        List<Integer> numbers,
        long expires,
        long octets,
        @Nullable String messageId,
        @Nullable Trouble trouble) {
    /**
     * @param why for people
     * @param passes whether it may go well another time, as when the disk was full
     */
    record Trouble(String why, boolean passes) {}
}
