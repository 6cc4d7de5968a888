package dev.paloma.jakarta;

import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.Trace;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Jakarta Mail's transport for {@code smtp} and {@code smtps}, carried by Paloma: one connection between {@link #connect()}
 * and {@link #close}. Programs get it from their session and needn't name it. Threads that share one wait for each other;
 * those that each have their own don't.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the turn is waited for instead, without the monitor
public final class SmtpTransport extends Transport {
    private final String protocol;
    /** Whose turn it is to use the link. Whoever has it never asks for this object's monitor, which the base class uses. */
    private final ReentrantLock turn = new ReentrantLock();

    private @Nullable Link link;
    private volatile @Nullable Reply last;

    /** For {@link Session}, which calls it by reflection. */
    public SmtpTransport(Session session, @Nullable URLName url) {
        super(session, url);
        String named = url == null ? null : url.getProtocol();
        protocol = named == null ? "smtp" : named;
    }

    @Override
    protected boolean protocolConnect(@Nullable String host, int port, @Nullable String user, @Nullable String password)
            throws MessagingException {
        SessionProperties properties = properties();
        Configuration configuration;
        try {
            if (properties.flag("auth", false) && (isNone(user) || isNone(password))) {
                return false; // so that the session's Authenticator is asked
            }
            Configuration.Peer peer = new Configuration.Peer(host, port, user, password);
            configuration = Configuration.of(properties, peer, protocol.equals("smtps"));
        } catch (IllegalArgumentException e) {
            throw new MessagingException("mail can't be sent with these settings: " + e.getMessage(), e);
        }
        Trace trace = session.getDebug() ? new DebugTrace(session.getDebugOut()) : Trace.none();
        Link before = exchange(Link.open(configuration, properties.memory().timekeeper(), trace));
        if (before != null) {
            before.end();
        }
        return true;
    }

    /** An empty password is no better than none: with it nobody would be logged in. */
    private static boolean isNone(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private SessionProperties properties() {
        return new SessionProperties(session, protocol, Memory.of(session, protocol));
    }

    private @Nullable Link exchange(@Nullable Link other) {
        turn.lock();
        try {
            Link before = link;
            link = other;
            return before;
        } finally {
            turn.unlock();
        }
    }

    /** Asks the server (NOOP). */
    @Override
    public boolean isConnected() {
        if (!super.isConnected()) {
            return false;
        }
        Link asked;
        boolean alive;
        turn.lock();
        try {
            asked = link;
            alive = link != null && link.isAlive();
        } finally {
            turn.unlock();
        }
        if (!alive) {
            letGo(asked);
        }
        return alive;
    }

    /**
     * Sends a mail.
     *
     * @throws jakarta.mail.SendFailedException if not everybody has it; its lists say who has
     * @throws UncertainDeliveryException if the connection died so late that they may have it
     * @throws MessagingException if this isn't connected, or the message can't be sent by anybody
     */
    @Override
    public void sendMessage(Message message, Address[] addresses) throws MessagingException {
        if (!(message instanceof MimeMessage mime)) {
            String given = message == null ? "null" : message.getClass().getName();
            throw new MessagingException("SMTP takes a MimeMessage, not " + given);
        }
        warnOfForeignWishes(mime);
        Recipients recipients = Recipients.of(addresses == null ? new Address[0] : addresses);
        SessionProperties properties = properties();
        Mailbox sender = Delivery.sender(session, properties.text("from"), mime);
        Report report = deliver(mime, recipients, sender);
        last = report.last();
        notifyTransportListeners(report.event(), report.sent(), report.unsent(), report.invalid(), message);
        if (report.failure() != null) {
            throw report.failure();
        }
    }

    private Report deliver(MimeMessage message, Recipients recipients, @Nullable Mailbox sender)
            throws MessagingException {
        Link used = null;
        turn.lock();
        try {
            used = link;
            if (used == null) {
                throw new MessagingException("not connected: connect() comes before sendMessage()");
            }
            return new Delivery(used, message, recipients).run(sender);
        } finally {
            turn.unlock();
            if (used != null && !used.connection().isUsable()) {
                drop(used); // and no more: the base class, once closed, loses events that are still to be brought
            }
        }
    }

    /** The message class of Angus Mail and its forerunner says how the mail is to be delivered, in methods of its own. */
    private void warnOfForeignWishes(MimeMessage message) {
        for (Class<?> type = message.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().endsWith(".mail.smtp.SMTPMessage")) {
                String text = "what a " + type.getName()
                        + " says of its delivery changes nothing: use the session's properties";
                Memory.of(session, protocol).warn(text);
            }
        }
    }

    /** The code of the reply to the last mail's content, or to what went wrong before it; -1 where there was none. */
    public int getLastReturnCode() {
        Reply reply = last;
        return reply == null ? -1 : reply.code();
    }

    /** That reply in one line; null where there was none. */
    public @Nullable String getLastServerResponse() {
        Reply reply = last;
        return reply == null ? null : reply.toString();
    }

    /** Says goodbye. Harmless if it is closed already. */
    @Override
    public void close() throws MessagingException {
        boolean connected = super.isConnected(); // a connect under way in another thread comes to its end before that
        Link before = exchange(null);
        if (before != null) {
            before.end();
        }
        if (before != null || connected) {
            super.close();
        }
    }

    /** Closes what is of no more use, unless another thread has connected anew meanwhile. */
    private void letGo(@Nullable Link dead) {
        if (!drop(dead)) {
            return;
        }
        try {
            super.close();
        } catch (MessagingException e) {
            throw new IllegalStateException("the base class only notes it", e);
        }
    }

    /** Whether it was still the one in use. */
    private boolean drop(@Nullable Link dead) {
        turn.lock();
        try {
            if (link != dead) {
                return false;
            }
            link = null;
        } finally {
            turn.unlock();
        }
        if (dead != null) {
            dead.end();
        }
        return true;
    }
}
