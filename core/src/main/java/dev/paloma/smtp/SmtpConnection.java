package dev.paloma.smtp;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.smtp.SmtpException.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
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
    private Capabilities capabilities = Capabilities.none();
    private SecureWire.@Nullable Tls tls;
    private boolean usable = true;

    private SmtpConnection(Line line, Limits limits, Trace trace) {
        this.line = line;
        this.trace = new GuardedTrace(trace);
        this.writer = new CommandWriter(line, this.trace);
        this.reader = new ReplyReader(line, limits, this.trace);
        this.stuffer = new DotStuffer(line);
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
        SmtpConnection connection = new SmtpConnection(line, settings.timing().limits(), trace);
        Handshake handshake = new Handshake(connection, settings, address.getPort());
        try {
            connection.trace.note("connected to " + settings.host() + " at "
                    + address.getAddress().getHostAddress() + ":" + address.getPort());
            handshake.run();
            return connection;
        } catch (SmtpException e) {
            if (e.kind() == Kind.AUTHENTICATION || e.kind() == Kind.NO_MECHANISM) {
                connection.quit(); // The line is well, so not without a goodbye (RFC 5321 §4.1.1.10).
            }
            connection.close();
            if (handshake.needsNewLine()) { // and won't again: there is no TLS that could fail
                return open(address, settings.inClear(), connector, watchdog, trace);
            }
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
