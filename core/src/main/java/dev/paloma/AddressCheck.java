package dev.paloma;

import dev.paloma.Probe.Answer;
import dev.paloma.Probe.Verification;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.EnhancedStatus;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.SmtpConnection;
import dev.paloma.smtp.SmtpException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an address exists, as far as a server says so (RFC 5321 §3.5). VRFY is believed where it is answered at all;
 * then comes RCPT, whose yes counts only where an address that nobody has gets a no.
 */
final class AddressCheck {
    private final SmtpConnection connection;
    private final @Nullable Mailbox sender;

    AddressCheck(SmtpConnection connection, @Nullable Mailbox sender) {
        this.connection = connection;
        this.sender = sender;
    }

    Verification of(Mailbox address) throws SmtpException {
        Reply verified = connection.ask(SmtpConnection.Question.VRFY, address.address());
        if (verified.code() == 250 || verified.code() == 251 || isFull(verified)) {
            return new Verification(Answer.YES, verified, null); // never without having looked (RFC 5321 §3.5.3)
        }
        if (verified.enhanced().isPresent() && isUnknown(verified)) {
            return new Verification(Answer.NO, verified, null);
        }
        // A bare 550 may be meant for the command. Whoever says 421 isn't asked again.
        return connection.isUsable() ? byRecipient(address) : new Verification(Answer.CANT_TELL, verified, null);
    }

    private Verification byRecipient(Mailbox address) throws SmtpException {
        List<Reply> replies = connection.rehearse(sender, List.of(address));
        Reply last = replies.get(replies.size() - 1);
        if (replies.size() == 1) {
            return new Verification(Answer.CANT_TELL, last, null); // refused is the sender
        }
        if (isFull(last)) {
            return new Verification(Answer.YES, last, null);
        }
        if (isUnknown(last)) {
            return new Verification(Answer.NO, last, null);
        }
        boolean taken = last.code() == 250 || last.code() == 251;
        boolean knowsItsUsers = taken && connection.isUsable() && refusesStrangers(address.domain());
        return new Verification(knowsItsUsers ? Answer.YES : Answer.CANT_TELL, last, null);
    }

    /** Whether it refuses an address that nobody can have. */
    private boolean refusesStrangers(String domain) throws SmtpException {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        Mailbox nobody = Mailbox.of(null, "nobody-" + HexFormat.of().formatHex(random) + "@" + domain);
        List<Reply> replies = connection.rehearse(sender, List.of(nobody));
        return replies.size() == 2 && isUnknown(replies.get(1));
    }

    /** A full mailbox is there all the same (RFC 3463 §3.3). */
    private static boolean isFull(Reply reply) {
        EnhancedStatus status = reply.enhanced().orElse(null);
        return reply.isRefusal() && status != null && status.subject() == 2 && status.detail() == 2;
    }

    /**
     * Whether the refusal is about the mailbox. 550 is also said for reasons of policy (RFC 5321 §4.2.3); the enhanced code
     * tells where there is one. 5.1.7 and 5.1.8 are about the sender, 5.2.1 is a mailbox that is closed.
     */
    private static boolean isUnknown(Reply reply) {
        int code = reply.code();
        if (code != 550 && code != 551 && code != 553 && code != 556) {
            return false;
        }
        EnhancedStatus status = reply.enhanced().orElse(null);
        return status == null
                || (status.subject() == 1 && status.detail() != 7 && status.detail() != 8)
                || (status.subject() == 2 && status.detail() == 1);
    }
}
