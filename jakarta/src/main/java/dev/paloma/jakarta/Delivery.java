package dev.paloma.jakarta;

import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.MessageException;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.SmtpException;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One mail over a link: from Jakarta Mail's objects to the wire, and back to its words. */
final class Delivery {
    private final Link link;
    private final MimeMessage message;
    private final Recipients recipients;

    Delivery(Link link, MimeMessage message, Recipients recipients) {
        this.link = link;
        this.message = message;
        this.recipients = recipients;
    }

    Report run(@Nullable Mailbox sender) {
        Configuration.Manner manner = link.manner();
        boolean nobody = recipients.mailboxes().isEmpty();
        if (nobody || (recipients.hasUnfit() && manner.acceptance() == Acceptance.ALL)) {
            return Report.unsent(link.place(), recipients, null);
        }
        try {
            Envelope envelope = Envelope.of(sender, recipients.mailboxes())
                    .with(manner.wishes().at(link.connection().capabilities()));
            Mail mail = new Mail(envelope, new MessageContent(message, link.rendering()));
            return Report.of(
                    link.place(),
                    recipients,
                    sender == null ? null : sender.address(),
                    link.connection().send(mail, manner.acceptance()),
                    manner.reportSuccess());
        } catch (SmtpException | MessageException e) {
            return Report.unsent(link.place(), recipients, e); // nothing was said
        } catch (IOException e) {
            return Report.unsent(link.place(), recipients, e); // the message can't be written
        } catch (Error e) { // out of the program's own classes, perhaps in the middle of the content
            link.connection().close();
            throw e;
        }
    }

    /**
     * Where reports of failure go: the property, else the first author, else the user of this machine.
     *
     * @return null for nowhere
     * @throws MessagingException if that is no address
     */
    static @Nullable Mailbox sender(Session session, @Nullable String property, MimeMessage message)
            throws MessagingException {
        if (property != null && property.equals("<>")) {
            return null;
        }
        InternetAddress address = property != null ? new InternetAddress(property) : author(session, message);
        if (address == null) {
            throw new MessagingException("can't determine the sender: set From, or mail.smtp.from");
        }
        try {
            return Recipients.mailbox(address);
        } catch (MessageException e) {
            throw new MessagingException("the sender can't be said to a server: " + e.getMessage(), e);
        }
    }

    private static @Nullable InternetAddress author(Session session, MimeMessage message) throws MessagingException {
        Address[] from = message.getFrom();
        if (from == null || from.length == 0) {
            return InternetAddress.getLocalAddress(session);
        }
        return from[0] instanceof InternetAddress internet ? internet : null;
    }
}
