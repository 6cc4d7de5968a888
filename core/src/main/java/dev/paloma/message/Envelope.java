package dev.paloma.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whom the mail comes from and whom it goes to, as MAIL and RCPT say it (RFC 5321 §2.3.1); headers play no part. */
public final class Envelope {
    private final @Nullable Mailbox sender;
    private final List<Mailbox> recipients;

    private Envelope(@Nullable Mailbox sender, List<Mailbox> recipients) {
        this.sender = sender;
        this.recipients = recipients;
    }

    /**
     * @param sender where reports of failure go; null for none, {@code MAIL FROM:<>}
     * @param recipients whom it goes to; an address that stands there twice is taken once
     * @throws MessageException if there is no recipient
     */
    public static Envelope of(@Nullable Mailbox sender, Collection<Mailbox> recipients) {
        List<Mailbox> once = Addresses.distinct(recipients);
        if (once.isEmpty()) {
            throw new MessageException("no recipient: give at least one address");
        }
        return new Envelope(sender, once);
    }

    /** Where reports of failure go; null for none. */
    public @Nullable Mailbox sender() {
        return sender;
    }

    /** At least one; each address once, in the order given. */
    public List<Mailbox> recipients() {
        return recipients;
    }

    /** The same recipients with another sender. */
    public Envelope withSender(@Nullable Mailbox other) {
        return new Envelope(other, recipients);
    }

    /** The same sender with other recipients. */
    public Envelope withRecipients(Collection<Mailbox> others) {
        return of(sender, new ArrayList<>(others));
    }

    /** Whether an address can only go where SMTPUTF8 is offered. */
    public boolean needsUtf8() {
        return (sender != null && sender.needsUtf8()) || recipients.stream().anyMatch(Mailbox::needsUtf8);
    }
}
