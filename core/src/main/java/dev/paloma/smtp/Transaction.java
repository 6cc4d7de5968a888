package dev.paloma.smtp;

import dev.paloma.message.Content;
import dev.paloma.message.ContentException;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.SmtpException.Kind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mail on one connection (RFC 5321 §3.3): MAIL, RCPT for each recipient, then DATA, the content and the final dot, or
 * the content in chunks. It speaks as far as it can without an answer; {@link Pipeline} sees to what that means.
 */
final class Transaction implements Chunks.Chunking {
    /** Octets that are sent before it is known that anybody may have them: more wait for the replies to the envelope. */
    static final long LARGE = 256 * 1024;

    private static final Command DATA = Command.of("DATA");
    private static final Command QUED = Command.of("QUED");
    private static final Command DOT = Command.of(".");

    private final SmtpConnection connection;
    private final Pipeline pipeline;
    private final Envelope envelope;
    private final Content content;
    private final Acceptance acceptance;
    private final Handover handover;
    private final Terms terms;
    private final Answers answers;
    private final Stopwatch stopwatch = new Stopwatch(Stage.MAIL);
    private long start;
    private int due;
    /** A mail before it left something on the server. */
    private boolean behindOther;

    private boolean spoken;

    Transaction(SmtpConnection connection, Mail mail, Acceptance acceptance, Handover handover) throws SmtpException {
        this.connection = connection;
        this.pipeline = connection.pipeline;
        this.envelope = mail.envelope();
        this.content = mail.content();
        this.acceptance = acceptance;
        this.handover = handover;
        this.answers = new Answers(envelope.recipients().size(), connection.isLmtp());
        this.terms = Terms.of(connection.offer(), envelope, content);
    }

    /** Says what can be said, and waits where what follows depends on the answer. */
    void speak() throws SmtpException {
        start = connection.output.position();
        behindOther = pipeline.begin(this);
        if (terms.isQueued()) {
            pipeline.await();
            connection.command(Stage.MAIL, QUED); // whatever comes of it
        }
        envelope();
        if (mustWait() ? !isWelcome() : answers.isRefused()) {
            return;
        }
        if (isChunked()) {
            chunks();
        } else {
            data();
        }
    }

    private void envelope() throws SmtpException {
        pipeline.say(this, Stage.MAIL, Command.mail(envelope.sender(), terms.mail()));
        List<Mailbox> recipients = envelope.recipients();
        for (int i = 0; i < recipients.size() && !answers.isRefused(); i++) {
            pipeline.say(this, Stage.RCPT, Command.rcpt(recipients.get(i), terms.rcpt(i)));
        }
    }

    /** Whether the replies to the envelope decide if there is more to say. */
    private boolean mustWait() {
        boolean allOrNone =
                acceptance == Acceptance.ALL && envelope.recipients().size() > 1;
        boolean large = isChunked() && (terms.size() < 0 || terms.size() > LARGE);
        return behindOther || allOrNone || large || !pipeline.isGrouping();
    }

    private boolean isWelcome() throws SmtpException {
        pipeline.await();
        pipeline.requireClear(this);
        return answers.satisfy(acceptance);
    }

    private void data() throws SmtpException {
        pipeline.say(this, Stage.DATA, DATA);
        pipeline.await();
        pipeline.requireClear(this);
        if (!answers.isOpen()) {
            return;
        }
        if (!answers.isMailTaken()) { // even an empty mail would go to whomever an earlier transaction named
            throw SmtpException.of(Kind.PROTOCOL, Stage.DATA, "the server waits for a mail that it refused");
        }
        if (!answers.satisfy(acceptance) && connection.isLmtp()) {
            connection.close(); // for nobody there would be no reply (RFC 2033 §4.2)
            return;
        }
        if (!answers.satisfy(acceptance)) {
            pipeline.say(this, Stage.END_OF_DATA, DOT); // nobody is left: an empty mail for nobody (RFC 2920 §3.1)
            return;
        }
        DotStuffer stuffer = connection.stuffer();
        stuffer.restart();
        if (write(stuffer) && mayLeave()) {
            stuffer.dot();
            hasEnded(stuffer);
        }
    }

    private void chunks() throws SmtpException {
        Chunks chunks = connection.chunks(terms.size());
        chunks.begin(this, terms.size());
        if (write(chunks) && mayLeave()) {
            hasEnded(chunks);
        }
    }

    /**
     * Says BDAT; the chunk follows in the same flow. The last of several goes only when all before it are taken: a server that
     * hangs up on what follows a refused one would else leave the mail in doubt.
     */
    @Override
    public void chunk(long octets, boolean last) throws IOException {
        if (terms.size() < 0 && last) {
            pipeline.await();
        } else if (terms.size() < 0) {
            pipeline.answerChunks();
        }
        pipeline.takeTurn(this, last ? Stage.END_OF_DATA : Stage.CONTENT);
        if (answers.isRefused()) {
            throw new IOException("the server refuses the content");
        }
        pipeline.expect(this, last ? Stage.END_OF_DATA : Stage.CONTENT);
        connection.output.add(Command.bdat(octets, last));
    }

    /** Writes the content but for its end; false if that is as far as it gets. */
    private boolean write(ContentSink out) throws SmtpException {
        connection.line.keepTimeOn(stopwatch);
        try {
            content.writeTo(out, terms.form());
            out.complete();
            return true;
        } catch (IOException | RuntimeException | Error e) { // whatever it is, what is half said can't be gone on from
            if (!answers.isRefused()) {
                contentFailed(e, out.failure());
            }
            return false;
        }
    }

    /** Content that ends half-way is never ended with a dot. */
    private void contentFailed(Throwable e, @Nullable SmtpException lineFailure) throws SmtpException {
        if (lineFailure != null) {
            replyBehindBrokenPipe(lineFailure);
            return;
        }
        connection.line.requireWanted(); // an interrupt closes what a thread reads: that isn't the content's fault
        String why =
                e instanceof ContentException ? String.valueOf(e.getMessage()) : "reading the content failed: " + e;
        pipeline.holdBack(this, SmtpException.of(Kind.CONTENT, Stage.CONTENT, Printable.escaped(why), e));
    }

    /** The last look before something that can't be taken back. */
    private boolean mayLeave() throws SmtpException {
        if (!isChunked() && connection.hasUnasked()) {
            connection.line.begin(Stage.CONTENT);
            refusedEarly(Stage.CONTENT, connection.reply());
            return false;
        }
        connection.line.requireWanted();
        boolean wanted;
        String why = "cancelled before the end of the message was sent";
        Throwable cause = null;
        try {
            wanted = handover.mayLeave();
        } catch (RuntimeException | Error e) {
            wanted = false;
            why += ": " + Printable.escaped(e.toString());
            cause = e;
        }
        if (!wanted) {
            pipeline.holdBack(this, new SmtpException(Kind.CANCELLED, Stage.CONTENT, why, null, cause));
        }
        return wanted;
    }

    private void hasEnded(ContentSink out) throws SmtpException {
        connection.output.mark(answers);
        answers.count(out.octets());
        if (!isChunked()) {
            pipeline.expect(this, Stage.END_OF_DATA);
        }
        if (connection.trace.isWatched()) {
            connection.trace.note(out.octets() + " octets of content" + (isChunked() ? "" : " and the final dot"));
        }
        if (!pipeline.isGrouping()) {
            pipeline.await();
        }
    }

    /** A server that refuses content half-way says why before it closes: that is worth more than the broken pipe. */
    private void replyBehindBrokenPipe(SmtpException broken) throws SmtpException {
        if (broken.kind() != Kind.CONNECTION || isChunked()) {
            throw broken;
        }
        connection.line.begin(Stage.CONTENT);
        Reply reply;
        try {
            reply = connection.reply();
        } catch (SmtpException e) {
            throw broken;
        }
        refusedEarly(Stage.CONTENT, reply);
    }

    /** A reply that came before the content was whole counts if it is a refusal; the connection is of no more use. */
    private void refusedEarly(Stage stage, Reply reply) throws SmtpException {
        if (!reply.isRefusal()) {
            throw SmtpException.of(Kind.PROTOCOL, stage, "the server sent a reply that nobody asked for: " + reply);
        }
        answers.refuseEarly(stage, reply);
        connection.output.forget();
        connection.close();
    }

    boolean isChunked() {
        return connection.mayChunk();
    }

    Answers answers() {
        return answers;
    }

    Stopwatch stopwatch() {
        return stopwatch;
    }

    /** Where its first octet stands, see {@link Output#position}. */
    long start() {
        return start;
    }

    /** A command of it waits for its reply. */
    void expect() {
        due++;
    }

    /** A command of it has its reply. */
    void answered() {
        due--;
    }

    /** All of it has been said that will be. */
    void hasSpoken() {
        spoken = true;
    }

    boolean isDone() {
        return spoken && due == 0;
    }

    void tell() {
        stopwatch.pause();
        handover.done(new TransactionResult(answers, stopwatch));
    }
}
