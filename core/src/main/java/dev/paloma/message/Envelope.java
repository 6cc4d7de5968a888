package dev.paloma.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whom the mail comes from and whom it goes to, as MAIL and RCPT say it (RFC 5321 §2.3.1), and how it is to be delivered;
 * headers play no part. Immutable, safe for use by several threads.
 */
public final class Envelope {
    private final @Nullable Mailbox sender;
    private final List<Mailbox> recipients;
    private final DeliveryOptions options;
    /** Each recipient's own; null where nobody has one. */
    private final @Nullable List<@Nullable DsnRequest> requests;

    private Envelope(
            @Nullable Mailbox sender,
            List<Mailbox> recipients,
            DeliveryOptions options,
            @Nullable List<@Nullable DsnRequest> requests) {
        this.sender = sender;
        this.recipients = recipients;
        this.options = options;
        this.requests = requests;
    }

    /**
     * An envelope without wishes for its delivery.
     *
     * @param sender where reports of failure go; null for none, {@code MAIL FROM:<>}
     * @param recipients whom it goes to; an address that stands there twice is taken once
     * @throws MessageException if there is no recipient
     */
    public static Envelope of(@Nullable Mailbox sender, Collection<Mailbox> recipients) {
        return new Envelope(sender, atLeastOne(recipients), DeliveryOptions.none(), null);
    }

    private static List<Mailbox> atLeastOne(Collection<Mailbox> recipients) {
        List<Mailbox> once = Addresses.distinct(recipients);
        if (once.isEmpty()) {
            throw new MessageException("no recipient: give at least one address");
        }
        return once;
    }

    /** Where reports of failure go; null for none. */
    public @Nullable Mailbox sender() {
        return sender;
    }

    /** At least one; each address once, in the order given. */
    public List<Mailbox> recipients() {
        return recipients;
    }

    /** How the mail is to be delivered. */
    public DeliveryOptions options() {
        return options;
    }

    /**
     * What is to be reported of a recipient: its own request, or else that of the mail's options.
     *
     * @param recipient its index in {@link #recipients}
     * @return null where nothing was said
     */
    public @Nullable DsnRequest dsn(int recipient) {
        DsnRequest own = requests == null ? null : requests.get(recipient);
        return own == null ? options.dsn() : own;
    }

    /** The same recipients with another sender. */
    public Envelope withSender(@Nullable Mailbox other) {
        return new Envelope(other, recipients, options, requests);
    }

    /** The same sender with other recipients; those that were there before keep their requests for reports. */
    public Envelope withRecipients(Collection<Mailbox> others) {
        Envelope changed = new Envelope(sender, atLeastOne(others), options, null);
        if (requests == null) {
            return changed;
        }
        Map<String, DsnRequest> known = new HashMap<>();
        for (int i = 0; i < recipients.size(); i++) {
            DsnRequest own = requests.get(i);
            if (own != null) {
                known.put(Addresses.key(recipients.get(i)), own);
            }
        }
        return changed.withDsn(recipient -> known.get(Addresses.key(recipient)));
    }

    /** The same, to be delivered in another way. */
    public Envelope with(DeliveryOptions other) {
        return new Envelope(sender, recipients, other, requests);
    }

    /**
     * The same with requests for reports that differ from one recipient to another.
     *
     * @param choice asked once for each recipient, now; null for what the options say
     */
    public Envelope withDsn(Function<Mailbox, @Nullable DsnRequest> choice) {
        List<@Nullable DsnRequest> chosen = new ArrayList<>(recipients.size());
        boolean any = false;
        for (Mailbox recipient : recipients) {
            DsnRequest own = choice.apply(recipient);
            chosen.add(own);
            any |= own != null;
        }
        return new Envelope(sender, recipients, options, any ? chosen : null);
    }

    /** Whether any server will do: nothing is asked for that it must offer. */
    public boolean isPlain() {
        return requests == null && options.isNone();
    }

    /** Whether an address can only go where SMTPUTF8 is offered. */
    public boolean needsUtf8() {
        if (sender != null && sender.needsUtf8()) {
            return true;
        }
        for (int i = 0; i < recipients.size(); i++) { // asked for every mail: an iterator would be garbage
            if (recipients.get(i).needsUtf8()) {
                return true;
            }
        }
        return false;
    }
}
