package dev.paloma.jakarta;

import dev.paloma.smtp.Reply;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TransactionResult;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one mail, in Jakarta Mail's words: three lists, an event, and perhaps an exception. */
final class Report {
    private static final Address[] NONE = {};

    private final Recipients recipients;
    private final String place;
    private final List<Address> sent = new ArrayList<>();
    private final List<Address> unsent = new ArrayList<>();
    private final List<Address> invalid = new ArrayList<>();
    private final List<Address> uncertain = new ArrayList<>();
    private @Nullable MessagingException chain;
    private @Nullable MessagingException failure;
    private @Nullable Reply last;

    private Report(String place, Recipients recipients) {
        this.place = place;
        this.recipients = recipients;
    }

    /** Of a mail of which not a word was said, or all that was said is in the cause. */
    static Report unsent(String place, Recipients recipients, @Nullable Exception cause) {
        Report report = new Report(place, recipients);
        for (int i = 0; i < recipients.size(); i++) {
            if (!report.isUnfit(i)) {
                report.unsent.add(recipients.given(i));
            }
        }
        if (cause == null) {
            report.failure = report.notTaken(report.chain);
        } else {
            report.failure = report.failed(place + ": " + cause.getMessage(), cause);
            link(report.failure, report.chain);
        }
        return report;
    }

    static Report of(
            String place, Recipients recipients, @Nullable String sender, TransactionResult result, boolean success) {
        Report report = new Report(place, recipients);
        for (int i = 0; i < recipients.size(); i++) {
            if (!report.isUnfit(i)) {
                report.sort(i, result, success);
            }
        }
        report.last = result.content(0) != null ? result.content(0) : result.mail();
        report.failure = report.failure(result, sender);
        return report;
    }

    private boolean isUnfit(int index) {
        if (recipients.place(index) != Recipients.UNFIT) {
            return false;
        }
        invalid.add(recipients.given(index));
        add(new SmtpAddressFailedException(recipients.given(index), rcpt(index), -1, recipients.fault(index)));
        return true;
    }

    private String rcpt(int index) {
        return "RCPT TO:<" + recipients.given(index).getAddress() + ">";
    }

    private void sort(int index, TransactionResult result, boolean success) {
        int at = recipients.place(index);
        Address address = recipients.given(index);
        Reply rcpt = result.recipient(at);
        if (rcpt != null && rcpt.isRefusal()) {
            (isForGood(rcpt) ? invalid : unsent).add(address);
            add(new SmtpAddressFailedException(recipients.given(index), rcpt(index), rcpt.code(), rcpt.toString()));
        } else if (result.isAccepted(at)) {
            sent.add(address);
            if (success && rcpt != null) {
                add(new SmtpAddressSucceededException(
                        recipients.given(index), rcpt(index), rcpt.code(), rcpt.toString()));
            }
        } else {
            (result.isInDoubt(at) ? uncertain : unsent).add(address);
        }
    }

    /** 552 means too many recipients here (RFC 5321 §4.5.3.1.10), and what speaks of a missing login not of the address. */
    private static boolean isForGood(Reply rcpt) {
        return rcpt.isPermanent() && rcpt.code() != 552 && rcpt.code() != 530;
    }

    private void add(MessagingException one) {
        if (chain == null) {
            chain = one;
        } else {
            chain.setNextException(one);
        }
    }

    private static void link(MessagingException to, @Nullable MessagingException more) {
        if (more != null) {
            to.setNextException(more);
        }
    }

    private @Nullable MessagingException failure(TransactionResult result, @Nullable String sender) {
        SmtpException broken = result.failure();
        if (!uncertain.isEmpty()) {
            return new UncertainDeliveryException(
                    place
                            + ": the content was sent whole but the answer never came; it may have been delivered: ask the"
                            + " recipient before sending it again",
                    broken,
                    uncertain.toArray(NONE));
        }
        Reply mail = result.mail();
        Reply content = result.content(0);
        if (mail != null && mail.isRefusal()) {
            return refusedSender(mail, sender == null ? "" : sender);
        }
        if (content != null && content.isRefusal()) {
            String command = result.contentStage() == Stage.DATA ? "DATA" : ".";
            return refused(command, content, "the message was not taken: the server said " + content, chain);
        }
        if (sent.isEmpty() && chain == null) {
            return failed(place + ": " + (broken == null ? "nothing was sent" : broken.getMessage()), broken);
        }
        if (sent.isEmpty()) {
            return notTaken(chain);
        }
        return chain == null || content == null ? null : refused(".", content, content.toString(), chain);
    }

    private MessagingException refusedSender(Reply mail, String sender) {
        String command = "MAIL FROM:<" + sender + ">";
        InternetAddress address = new InternetAddress();
        address.setAddress(sender);
        MessagingException next = new SmtpSenderFailedException(address, command, mail.code(), mail.toString());
        link(next, chain);
        return refused(command, mail, "the sender was not taken: the server said " + mail, next);
    }

    private MessagingException notTaken(@Nullable MessagingException next) {
        String who = invalid.isEmpty() ? unsent.toString() : invalid.toString();
        return failed(
                place + ": " + who + " not taken, so nothing was sent: "
                        + (next == null ? "no reason was given" : next.getMessage()),
                next);
    }

    private SendFailedException failed(String text, @Nullable Exception next) {
        return new SendFailedException(text, next, sent(), unsent(), invalid());
    }

    private MessagingException refused(String command, Reply reply, String text, @Nullable Exception next) {
        return new SmtpSendFailedException(command, reply.code(), failed(place + ": " + text, next));
    }

    /** Some may have it where it is uncertain, so it doesn't say that nobody has. */
    int event() {
        if (unsent.isEmpty() && invalid.isEmpty() && uncertain.isEmpty()) {
            return TransportEvent.MESSAGE_DELIVERED;
        }
        return sent.isEmpty() && uncertain.isEmpty()
                ? TransportEvent.MESSAGE_NOT_DELIVERED
                : TransportEvent.MESSAGE_PARTIALLY_DELIVERED;
    }

    Address[] sent() {
        return sent.toArray(NONE);
    }

    Address[] unsent() {
        return unsent.toArray(NONE);
    }

    Address[] invalid() {
        return invalid.toArray(NONE);
    }

    @Nullable
    MessagingException failure() {
        return failure;
    }

    /** The reply that decided; null where there was none. */
    @Nullable
    Reply last() {
        return last;
    }
}
