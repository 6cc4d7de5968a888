package dev.paloma.smtp;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one transaction: facts, from which others make verdicts. Recipients are counted from 0, in the
 * envelope's order. Immutable.
 */
public final class TransactionResult {
    private final Answers answers;
    private final Stopwatch stopwatch;

    TransactionResult(Answers answers, Stopwatch stopwatch) {
        this.answers = answers;
        this.stopwatch = stopwatch;
    }

    /** The reply to MAIL; null where there was none. */
    public @Nullable Reply mail() {
        return answers.mail();
    }

    /** How many recipients there are. */
    public int size() {
        return answers.size();
    }

    /** The reply to this recipient's RCPT; null where there was none, or where it speaks only of MAIL's refusal. */
    public @Nullable Reply recipient(int index) {
        return answers.recipient(index);
    }

    /**
     * The reply that decided about the content for this recipient: to the end mark, or a refusal of DATA or of the
     * content half-way; null where there was none. They differ only with LMTP (RFC 2033 §4.2).
     */
    public @Nullable Reply content(int recipient) {
        return answers.content(recipient);
    }

    /** Whether the server answers the content for each recipient by itself: with LMTP. */
    public boolean isAnsweredForEach() {
        return answers.isForEach();
    }

    /** Where {@link #content} came: {@link Stage#DATA}, {@link Stage#CONTENT} or {@link Stage#END_OF_DATA}. */
    public Stage contentStage() {
        return answers.contentStage();
    }

    /** What ended the transaction before its last reply; null if nothing did. */
    public @Nullable SmtpException failure() {
        return answers.failure();
    }

    /** Whether this recipient may have the mail although nobody said so: the answer to the end mark never came. */
    public boolean isInDoubt(int recipient) {
        Reply rcpt = recipient(recipient);
        return answers.mayHaveLeft() && content(recipient) == null && (rcpt == null || rcpt.isPositive());
    }

    /** Whether any recipient is in doubt. */
    public boolean isInDoubt() {
        for (int i = 0; i < size(); i++) {
            if (isInDoubt(i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the server took the content for this recipient, and with it the duty to deliver it. */
    public boolean isAccepted(int recipient) {
        Reply rcpt = recipient(recipient);
        Reply content = content(recipient);
        return rcpt != null
                && rcpt.isPositive()
                && content != null
                && content.isPositive()
                && contentStage() == Stage.END_OF_DATA;
    }

    /** Octets of content that were sent, dot-stuffing and commands left out. */
    public long octets() {
        return answers.octets();
    }

    /** How long it waited at each stage. */
    public Map<Stage, Duration> times() {
        return stopwatch.times();
    }
}
