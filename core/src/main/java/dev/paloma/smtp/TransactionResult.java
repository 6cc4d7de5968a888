package dev.paloma.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one transaction: facts, from which others make verdicts. Immutable.
 *
 * @param mail the reply to MAIL; null where there was none
 * @param recipients the reply to each RCPT, in the envelope's order; null where there was none
 * @param content the reply that decided about the content: to the end mark, or a refusal of DATA or of the content
 *     half-way; null where there was none
 * @param contentStage where {@code content} came: {@link Stage#DATA}, {@link Stage#CONTENT} or {@link Stage#END_OF_DATA}
 * @param endMarkSent whether the end mark, or the write that held it, may have left
 * @param failure what ended the transaction before its last reply; null if nothing did
 */
public record TransactionResult(
        @Nullable Reply mail,
        List<@Nullable Reply> recipients,
        @Nullable Reply content,
        Stage contentStage,
        boolean endMarkSent,
        @Nullable SmtpException failure) {

    /** Whether the content may have been accepted although nobody said so: the answer to the end mark never came. */
    public boolean isInDoubt() {
        return endMarkSent && content == null;
    }

    /** Whether the server took the content, and with it the duty to deliver it. */
    public boolean isAccepted() {
        return content != null && contentStage == Stage.END_OF_DATA && content.isPositive();
    }
}
