package dev.paloma.smtp;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.SmtpException.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an SMTP server, ready for transactions: greeted, secured, logged in. Used by one thread at a time;
 * {@link #cancel} may come from any.
 */
public final class SmtpConnection implements AutoCloseable {
    final Line line;
    final CommandWriter writer;
    final ReplyReader reader;
    final DotStuffer stuffer;
    final Trace trace;
    private final Handshake handshake;
    private Capabilities capabilities = Capabilities.none();
    private SecureWire.@Nullable Tls tls;
    private boolean usable = true;

    private SmtpConnection(Line line, SmtpSettings settings, int port, Trace trace) {
        this.line = line;
        this.trace = new GuardedTrace(trace);
        this.writer = new CommandWriter(line, this.trace);
        this.reader = new ReplyReader(line, settings.timing().limits(), this.trace);
        this.stuffer = new DotStuffer(line);
        this.handshake = new Handshake(this, settings, port);
    }

    /**
     * Connects, reads the greeting, says EHLO, starts TLS and logs in, as the settings ask.
     *
     * @param address where to; resolved
     * @param connector how to get there
     * @param watchdog running; it ends what takes too long
     * @throws SmtpException if the connection isn't ready for a mail; it is closed then
     */
    public static SmtpConnection open(
            InetSocketAddress address, SmtpSettings settings, Connector connector, Watchdog watchdog, Trace trace)
            throws SmtpException {
        Line line = Handshake.connect(address, settings, connector, watchdog);
        SmtpConnection connection = new SmtpConnection(line, settings, address.getPort(), trace);
        try {
            connection.trace.note("connected to " + settings.host() + " at "
                    + address.getAddress().getHostAddress() + ":" + address.getPort());
            connection.handshake.run();
            return connection;
        } catch (SmtpException e) {
            if (e.kind() == Kind.AUTHENTICATION || e.kind() == Kind.NO_MECHANISM) {
                connection.quit(); // The line is well, so not without a goodbye (RFC 5321 §4.1.1.10).
            }
            connection.close();
            throw e;
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** What the server offers; once TLS is on, only what it said inside TLS (RFC 3207 §4.2). */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** What TLS was agreed; null where there is none. */
    public SecureWire.@Nullable Tls tls() {
        return tls;
    }

    /** What the server greeted with. */
    public Reply greeting() {
        return Objects.requireNonNull(handshake.greeted(), "no connection without a greeting");
    }

    /** What the server offered before TLS, for people to see; null where TLS was on from the start. */
    public @Nullable Capabilities offeredInClear() {
        return handshake.inClear();
    }

    /** Whether the server has proved, by its certificate, to be the one that was asked for. */
    public boolean isVerified() {
        return handshake.isVerified();
    }

    /** How long each stage took so far, all transactions together. */
    public Map<Stage, Duration> times() {
        return line.stopwatch().times();
    }

    /** Whether another transaction may be sent: nothing has broken, and nothing is left over from the last one. */
    public boolean isUsable() {
        return usable;
    }

    /**
     * Sends one mail. What the server says of it, and how the connection fails, is in the result; only a mail that can't
     * travel here at all, for its size or the letters in its addresses, is an exception, and nothing was said then.
     *
     * @throws SmtpException of kind {@link Kind#LOCAL}
     */
    public TransactionResult send(Envelope envelope, Content content, Acceptance acceptance) throws SmtpException {
        return new Transaction(this, envelope, content, acceptance).run();
    }

    /**
     * Names of the mechanisms that {@link #logIn} would try, in their order; empty where none is offered and safe here.
     */
    public List<String> mechanisms(SmtpSettings.Login login) {
        return new Authentication(this, login).mechanisms();
    }

    /**
     * Logs in, on a connection that was opened without doing so.
     *
     * @return the mechanism that the server was content with
     * @throws SmtpException if it can't be done; after {@link Kind#AUTHENTICATION} and {@link Kind#NO_MECHANISM} the
     *     connection may be used further, as nobody in particular
     */
    public String logIn(SmtpSettings.Login login) throws SmtpException {
        return handshake.logIn(login);
    }

    /**
     * Asks something that belongs to no mail.
     *
     * @param about an address for VRFY, a list for EXPN, else empty or a word
     * @return the answer, whatever it is
     * @throws SmtpException if the connection fails, or what is asked about can't be said here
     * @throws IllegalArgumentException if it holds a control character
     */
    public Reply ask(Question question, String about) throws SmtpException {
        return new Inquiry(this).ask(question, about);
    }

    /**
     * Begins a mail, names its recipients, and takes it all back before any content: what would the server say?
     *
     * @param sender null for the empty reverse-path
     * @return the reply to MAIL, and unless that was a refusal those to RCPT as far as they came
     * @throws SmtpException if the connection fails, or an address can't travel here
     */
    public List<Reply> rehearse(@Nullable Mailbox sender, List<Mailbox> recipients) throws SmtpException {
        return new Inquiry(this).rehearse(sender, recipients);
    }

    /** What a server can be asked without sending mail (RFC 5321 §4.1.1.6 to §4.1.1.9). */
    public enum Question {
        /** Whether an address exists. */
        VRFY,
        /** Who is on a list. */
        EXPN,
        /** What it has to say of itself, or of a command. */
        HELP,
        /** Whether it is still there. */
        NOOP
    }

    /** Says goodbye and closes; whatever comes of it, it says nothing about mails sent before. */
    public void quit() {
        if (usable) {
            try {
                command(Stage.QUIT, Command.of("QUIT"));
            } catch (SmtpException e) {
                trace.note("QUIT failed, which doesn't matter: " + e.getMessage());
            }
        }
        close();
    }

    /** Ends it from another thread; whoever uses it gets an exception of kind {@link Kind#CANCELLED}. */
    public void cancel() {
        line.cancel();
    }

    /** Closes the line without a word. */
    @Override
    public void close() {
        usable = false;
        line.close();
    }

    void offers(Capabilities offered) {
        capabilities = offered;
    }

    void startTls(TlsPolicy policy, String host) throws SmtpException {
        line.begin(Stage.STARTTLS);
        SecureWire.Tls agreed = line.secure(policy, host);
        line.pause();
        capabilities = Capabilities.none();
        tls = agreed;
        trace.note(agreed.protocol() + " with " + agreed.cipher());
    }

    /** One command, one reply, under the stage's limit. */
    Reply command(Stage stage, Command command) throws SmtpException {
        line.begin(stage);
        refuseUnasked();
        writer.add(command).flush();
        return reply();
    }

    /** The reply to what was sent last. */
    Reply reply() throws SmtpException {
        try {
            Reply reply = reader.read();
            line.pause();
            if (reply.code() == 421) {
                usable = false; // the server closes now (RFC 5321 §3.8)
            }
            return reply;
        } catch (SmtpException e) {
            usable = false;
            throw e;
        }
    }

    /** Whether the server says something although nothing was asked. */
    boolean hasUnasked() throws SmtpException {
        return reader.hasLeftOver() || line.hasInput();
    }

    /**
     * A reply that nobody asked for would be taken for the answer to the next command, so it ends the connection; 421 may
     * come at any time.
     */
    private void refuseUnasked() throws SmtpException {
        if (!hasUnasked()) {
            return;
        }
        Reply unasked = reply();
        usable = false;
        if (unasked.code() == 421) {
            throw SmtpException.refused(line.stage(), "the server closes the connection", unasked);
        }
        throw SmtpException.of(
                Kind.PROTOCOL, line.stage(), "the server sent a reply that nobody asked for: " + unasked);
    }
}
