package dev.paloma.smtp;

import dev.paloma.message.Content;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.smtp.SmtpException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * On what terms one mail travels over one connection: the form of its content and the parameters of MAIL and RCPT. What
 * can't travel as it is, or not as was asked for, is refused when they are made, before a word is said.
 */
final class Terms {
    private final Envelope envelope;
    private final Form form;
    private final long size;
    private final String mail;
    private final boolean queued;

    /**
     * What a connection can be asked for; one value serves all its mails.
     *
     * @param capabilities what the server offers
     * @param proven whether TLS is on and the server's certificate proves that it is the server that was meant
     * @param chunking whether content goes in chunks, the only way in which it may be binary (RFC 3030 §3)
     * @param form the most that content may hold
     */
    record Offer(Capabilities capabilities, boolean proven, boolean chunking, Form form) {
        static Offer of(Capabilities capabilities, boolean proven, boolean chunking) {
            Form.Body body = capabilities.has("8BITMIME") ? Form.Body.EIGHT_BIT : Form.Body.SEVEN_BIT;
            if (chunking && capabilities.has("BINARYMIME")) {
                body = Form.Body.BINARY;
            }
            return new Offer(capabilities, proven, chunking, new Form(body, capabilities.has("SMTPUTF8")));
        }
    }

    private Terms(Envelope envelope, Form form, long size, String mail, boolean queued) {
        this.envelope = envelope;
        this.form = form;
        this.size = size;
        this.mail = mail;
        this.queued = queued;
    }

    /**
     * @throws SmtpException of kind {@link Kind#LOCAL} if the mail can't travel here, {@link Kind#MISSING} or {@link
     *     Kind#TLS} if it can't in the way that was asked for, {@link Kind#CONTENT} if the content fails to say what it
     *     needs
     */
    static Terms of(Offer offer, Envelope envelope, Content content) throws SmtpException {
        Form form;
        long size;
        try {
            form = content.form(offer.form());
            size = content.size(form);
        } catch (RuntimeException e) {
            String why = "the content fails to say what it needs: " + Printable.escaped(e.toString());
            throw SmtpException.of(Kind.CONTENT, Stage.COMPOSE, why, e);
        }
        boolean utf8 = form.utf8() || envelope.needsUtf8();
        requireForm(offer, form, envelope.needsUtf8());
        boolean sized = size >= 0 && offer.capabilities().has("SIZE");
        if (sized) {
            requireRoom(offer, size);
        }
        String usual = (sized ? "> SIZE=".concat(Long.toString(size)) : ">")
                .concat(body(form))
                .concat(utf8 ? " SMTPUTF8" : "");
        DeliveryOptions options = envelope.options();
        String wishes = options.isNone() ? "" : new Wishes(offer, options).parameters();
        Terms terms = new Terms(
                envelope, form, size, wishes.isEmpty() ? usual : usual + wishes, asksForQueue(offer, options));
        terms.requireDsn(offer);
        return terms;
    }

    private static void requireForm(Offer offer, Form need, boolean utf8Envelope) throws SmtpException {
        if (utf8Envelope && !offer.form().utf8()) {
            throw withoutUtf8(Stage.MAIL, "an address holds letters beyond ASCII before its @");
        }
        if (need.utf8() && !offer.form().utf8()) {
            throw withoutUtf8(Stage.MAIL, "a header field that can't be encoded holds letters beyond ASCII");
        }
        if (!offer.form().covers(need)) {
            boolean binary = need.body() == Form.Body.BINARY;
            throw SmtpException.of(
                    Kind.LOCAL,
                    Stage.MAIL,
                    "the content holds " + (binary ? "a NUL, or a line of over 998 octets," : "8-bit text")
                            + " that can't be re-encoded without breaking it, and the server doesn't offer "
                            + (binary ? "BINARYMIME" : "8BITMIME"));
        }
    }

    static SmtpException withoutUtf8(Stage stage, String what) {
        return SmtpException.of(
                Kind.LOCAL, stage, what + ", which only a server with SMTPUTF8 can take; this one doesn't offer it");
    }

    /** RFC 1870 §5: what the server won't take isn't sent to it. */
    private static void requireRoom(Offer offer, long size) throws SmtpException {
        long most = offer.capabilities().maximumSize().orElse(Long.MAX_VALUE);
        if (size > most) {
            throw SmtpException.of(
                    Kind.LOCAL, Stage.MAIL, "the message has " + size + " octets, the server takes at most " + most);
        }
    }

    private static String body(Form form) {
        return switch (form.body()) {
            case SEVEN_BIT -> "";
            case EIGHT_BIT -> " BODY=8BITMIME";
            case BINARY -> " BODY=BINARYMIME";
        };
    }

    private static boolean asksForQueue(Offer offer, DeliveryOptions options) {
        return options.asksForQueue() && offer.capabilities().has("XQUE");
    }

    private void requireDsn(Offer offer) throws SmtpException {
        if (offer.capabilities().has("DSN")) {
            return;
        }
        for (int i = 0; i < envelope.recipients().size(); i++) {
            if (rcpt(i).length() > 1) {
                throw Wishes.missing("DSN", "a delivery report");
            }
        }
    }

    /** The form in which the content travels. */
    Form form() {
        return form;
    }

    /** The content's size in that form; -1 if it isn't known. */
    long size() {
        return size;
    }

    /** How MAIL goes on behind the sender's address: the closing bracket, and all parameters. */
    String mail() {
        return mail;
    }

    /** How this recipient's RCPT goes on, likewise. */
    String rcpt(int recipient) {
        @Nullable DsnRequest request = envelope.dsn(recipient);
        return request == null || request.parameters().isEmpty() ? ">" : "> " + request.parameters();
    }

    /**
     * Whether QUED is said before MAIL: a command of its own, which counts for the rest of the session. A refusal of it
     * doesn't matter.
     */
    boolean isQueued() {
        return queued;
    }
}
