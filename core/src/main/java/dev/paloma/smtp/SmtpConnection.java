package dev.paloma.smtp;

import dev.paloma.message.Mail;
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
    final GuardedTrace trace;
    final Output output;
    final ReplyReader reader;
    final Pipeline pipeline;
    private final Stopwatch opening;
    private final SmtpSettings.Protocol protocol;
    private final Handshake handshake;
    private Capabilities capabilities = Capabilities.none();
    private SecureWire.@Nullable Tls tls;
    private @Nullable DotStuffer stuffer;
    private @Nullable Chunks chunks;
    private boolean proven;
    private Terms.@Nullable Offer offer;
    private boolean usable = true;
    private boolean leaving;

    private SmtpConnection(Line line, Stopwatch opening, SmtpSettings settings, int port, Trace trace) {
        this.line = line;
        this.opening = opening;
        this.protocol = settings.protocol();
        this.trace = new GuardedTrace(trace);
        this.output = new Output(line, this.trace);
        this.reader = new ReplyReader(line, settings.timing().limits(), this.trace);
        this.pipeline = new Pipeline(this);
        this.handshake = new Handshake(this, settings, port);
    }

    /**
     * Connects, reads the greeting, says EHLO, starts TLS and logs in, as the settings ask.
     *
     * @param address where to; resolved, unless the connector looks names up
     * @param connector how to get there
     * @param watchdog running; it ends what takes too long
     * @throws SmtpException if the connection isn't ready for a mail; it is closed then
     */
    public static SmtpConnection open(
            InetSocketAddress address, SmtpSettings settings, Connector connector, Watchdog watchdog, Trace trace)
            throws SmtpException {
        Stopwatch opening = new Stopwatch(Stage.CONNECT);
        Line line = Handshake.connect(address, settings, connector, watchdog, opening);
        SmtpConnection connection = new SmtpConnection(line, opening, settings, address.getPort(), trace);
        try {
            connection.trace.note(
                    "connected to " + settings.host() + " at " + Handshake.place(address) + ":" + address.getPort());
            connection.handshake.run();
            return connection;
        } catch (SmtpException e) {
            if (e.kind() == Kind.AUTHENTICATION || e.kind() == Kind.NO_MECHANISM) {
                connection.quit(); // The line is well, so not without a goodbye (RFC 5321 §4.1.1.10).
            }
            connection.close();
            if (connection.handshake.needsNewLine()) { // and won't again: there is no TLS that could fail
                return open(address, settings.inClear(), connector, watchdog, trace);
            }
            e.during(connection.tls, opening.times());
            throw e;
        } catch (RuntimeException | Error e) {
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

    /** How long each stage of its opening took. */
    public Map<Stage, Duration> times() {
        return opening.times();
    }

    /** Whether another mail may be sent: nothing has broken, and the server hasn't said that it closes. */
    public boolean isUsable() {
        return usable && !pipeline.isMuddled();
    }

    /**
     * Sends one mail and waits for the answers. What the server says of it, and how the connection fails, is in the
     * result; only a mail that can't travel here at all, for its size or the letters in its addresses, is an exception,
     * and nothing was said then.
     *
     * @throws SmtpException of kind {@link Kind#LOCAL}, {@link Kind#MISSING}, {@link Kind#TLS} or {@link Kind#CONTENT}
     */
    public TransactionResult send(Mail mail, Acceptance acceptance) throws SmtpException {
        Single single = new Single();
        submit(mail, acceptance, 1, single);
        settle();
        return single.result();
    }

    /**
     * Sends a mail without waiting for its last answers, if the server lets several mails be on their way at once; until
     * the next call, or {@link #settle}, part of it may even wait here. A connection that dies leaves all of them in
     * doubt whose answers weren't read.
     *
     * @param window how many mails may be without answers when this returns, at least 1
     * @param handover gets what happened, during this call or a later one
     * @throws SmtpException of kind {@link Kind#LOCAL} as {@link #send} does; the handover is never called then
     */
    public void submit(Mail mail, Acceptance acceptance, int window, Handover handover) throws SmtpException {
        pipeline.submit(new Transaction(this, mail, acceptance, handover), window);
    }

    /** Waits for the answers to all that was submitted. */
    public void settle() {
        pipeline.settle();
    }

    /**
     * Waits until another mail can be submitted without waiting for those before it.
     *
     * @param window how many mails may be without answers then, this one too; at least 1
     */
    public void awaitRoom(int window) {
        pipeline.settle(window - 1);
    }

    /**
     * Whether it can be taken up again after a rest: nothing waits to be read, and the server hasn't closed it. If not, it
     * is no longer usable.
     */
    public boolean isQuiet() {
        usable = usable && !reader.hasLeftOver() && line.isQuiet();
        return usable;
    }

    /** Says goodbye, without waiting for the answer; {@link #quit} does. */
    public void sayQuit() {
        if (!usable || leaving) {
            return;
        }
        leaving = true;
        try {
            refuseUnasked();
            output.add(Command.of("QUIT"));
            output.flush(Stage.QUIT);
            line.begin(Stage.QUIT);
        } catch (SmtpException e) {
            failedToQuit(e);
        }
    }

    /**
     * Speaks from now on for another client (XCLIENT), so that a test can ask a server how it would treat that one. A login
     * is forgotten by it.
     *
     * @param attributes {@code ADDR}, {@code NAME}, {@code LOGIN} and others that the server offers, with values in ASCII
     * @param clientName what EHLO says thereafter
     * @throws SmtpException of kind {@link Kind#MISSING} if the server doesn't offer one of them to us
     */
    public void xclient(Map<String, String> attributes, String clientName) throws SmtpException {
        new Origin(this).xclient(attributes, clientName);
    }

    /**
     * Names the client that the next mail came from, for the server's log (XFORWARD).
     *
     * @param attributes as for {@link #xclient}
     * @throws SmtpException of kind {@link Kind#MISSING} if the server doesn't offer one of them to us
     */
    public void xforward(Map<String, String> attributes) throws SmtpException {
        new Origin(this).xforward(attributes);
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
        sayQuit();
        try {
            if (usable) {
                reply();
            }
        } catch (SmtpException e) {
            failedToQuit(e);
        }
        close();
    }

    private void failedToQuit(SmtpException e) {
        usable = false;
        trace.note("QUIT failed, which doesn't matter: " + e.getMessage());
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

    /** What a mail can be asked to travel on. */
    Terms.Offer offer() {
        if (offer == null) {
            offer = Terms.Offer.of(capabilities, proven, mayChunk());
        }
        return offer;
    }

    void offers(Capabilities offered) {
        capabilities = offered;
        offer = null;
    }

    void startTls(TlsPolicy policy, String host) throws SmtpException {
        line.begin(Stage.STARTTLS);
        SecureWire.Tls agreed = line.secure(policy, host);
        line.pause();
        offers(Capabilities.none());
        tls = agreed;
        proven = policy.provesName();
        trace.note(agreed.protocol() + " with " + agreed.cipher());
    }

    /** One command, one reply, under the stage's limit. */
    Reply command(Stage stage, Command command) throws SmtpException {
        line.begin(stage);
        refuseUnasked();
        output.add(command);
        output.flush(stage);
        line.begin(stage);
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

    boolean mayPipeline() {
        return protocol.pipelining() && capabilities.has("PIPELINING");
    }

    boolean mayChunk() {
        return protocol.chunking() && capabilities.has("CHUNKING");
    }

    boolean isLmtp() {
        return protocol.lmtp();
    }

    DotStuffer stuffer() {
        if (stuffer == null) {
            stuffer = new DotStuffer(output);
        }
        return stuffer;
    }

    /** For content of this size; -1 if it isn't known. */
    Chunks chunks(long size) {
        if (size < 0) {
            return new Chunks(output, Chunks.LARGEST);
        }
        if (chunks == null) {
            chunks = new Chunks(output, Chunks.PASSING);
        }
        return chunks;
    }

    /**
     * A reply that nobody asked for would be taken for the answer to the next command, so it ends the connection; 421 may
     * come at any time.
     */
    void refuseUnasked() throws SmtpException {
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

    /** What happened to a mail that is waited for. */
    private static final class Single implements Handover {
        private @Nullable TransactionResult result;

        @Override
        public void done(TransactionResult happened) {
            result = happened;
        }

        /** A bug of ours or of the wire's is thrown on, as long as nothing has left that would be forgotten over it. */
        TransactionResult result() {
            if (result == null) {
                throw new IllegalStateException("a mail without a result");
            }
            SmtpException failure = result.failure();
            boolean harmless = failure != null && failure.kind() == Kind.CONNECTION && !result.isInDoubt();
            if (harmless && Objects.requireNonNull(failure).getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            return result;
        }
    }
}
