package dev.paloma.smtp;

import dev.paloma.message.Content;
import dev.paloma.message.ContentException;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.SmtpException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One mail on one connection (RFC 5321 §3.3): MAIL, RCPT for each recipient, DATA, the content, the final dot. */
final class Transaction {
    /** Characters of the replies to RCPT that are kept whole; a hostile server could fill the memory with them. */
    private static final int MOST_TEXT = 128 * 1024;

    private final SmtpConnection connection;
    private final Envelope envelope;
    private final Content content;
    private final Acceptance acceptance;
    private final List<@Nullable Reply> recipients = new ArrayList<>();
    private int room = MOST_TEXT;
    private Form form = Form.PLAIN;
    private @Nullable Reply mail;
    private @Nullable Reply verdict;
    private Stage verdictStage = Stage.END_OF_DATA;
    private boolean endMarkSent;
    private @Nullable SmtpException failure;

    Transaction(SmtpConnection connection, Envelope envelope, Content content, Acceptance acceptance) {
        this.connection = connection;
        this.envelope = envelope;
        this.content = content;
        this.acceptance = acceptance;
    }

    TransactionResult run() throws SmtpException {
        Terms terms = Terms.of(connection.offer(), envelope, content);
        form = terms.form();
        try {
            if (mail(terms) && recipients(terms) && data()) {
                content();
            } else {
                reset();
            }
        } catch (SmtpException e) {
            failure = e;
            connection.close();
        } catch (RuntimeException e) {
            connection.close();
            if (!endMarkSent) {
                throw e;
            }
            failure = SmtpException.of(
                    Kind.CONNECTION, Stage.END_OF_DATA, "unforeseen: " + Printable.escaped(e.toString()), e);
        }
        while (recipients.size() < envelope.recipients().size()) {
            recipients.add(null);
        }
        return new TransactionResult(
                mail, Collections.unmodifiableList(recipients), verdict, verdictStage, endMarkSent, failure);
    }

    private boolean mail(Terms terms) throws SmtpException {
        if (terms.isQueued()) {
            accepted(connection.command(Stage.MAIL, Command.of("QUED")), "QUED"); // or not, which is as well
        }
        Reply reply = connection.command(Stage.MAIL, Command.mail(envelope.sender(), terms.mail()));
        mail = reply;
        return accepted(reply, "MAIL");
    }

    /** Says every RCPT; whether the content may follow is the acceptance policy's affair. */
    private boolean recipients(Terms terms) throws SmtpException {
        int taken = 0;
        for (int i = 0; i < envelope.recipients().size(); i++) {
            Mailbox recipient = envelope.recipients().get(i);
            Reply reply = connection.command(Stage.RCPT, Command.rcpt(recipient, terms.rcpt(i)));
            recipients.add(bounded(reply));
            taken += accepted(reply, "RCPT") ? 1 : 0;
        }
        return acceptance == Acceptance.ALL ? taken == recipients.size() : taken > 0;
    }

    private Reply bounded(Reply reply) {
        room -= Math.min(room, reply.text().length());
        return room > 0 ? reply : reply.shortened();
    }

    private boolean data() throws SmtpException {
        Reply reply = connection.command(Stage.DATA, Command.of("DATA"));
        if (reply.code() == 354) {
            return true;
        }
        if (reply.isPositive() || reply.isIntermediate()) {
            throw unexpected("DATA", reply);
        }
        decide(Stage.DATA, reply);
        return false;
    }

    private void content() throws SmtpException {
        DotStuffer out = connection.stuffer;
        out.restart();
        connection.line.begin(Stage.CONTENT);
        connection.line.pause();
        try {
            content.writeTo(out, form);
            out.finish();
        } catch (IOException | RuntimeException e) {
            contentFailed(e, out.failure());
            return;
        }
        if (connection.hasUnasked()) {
            connection.line.begin(Stage.CONTENT); // the rest of it has a limit too
            decideEarly(Stage.CONTENT, connection.reply());
            return;
        }
        connection.line.requireWanted();
        endMarkSent = true;
        try {
            out.end();
            connection.trace.note(out.octets() + " octets of content and the final dot");
        } catch (SmtpException e) {
            replyBehindBrokenPipe(Stage.END_OF_DATA, e);
            return;
        }
        Reply reply = connection.reply();
        if (reply.isIntermediate()) {
            throw unexpected("the final dot", reply);
        }
        decide(Stage.END_OF_DATA, reply);
    }

    /** Content that ends half-way is never ended with a dot: the connection is closed, and the server forgets it. */
    private void contentFailed(Exception e, @Nullable SmtpException lineFailure) throws SmtpException {
        if (lineFailure != null) {
            replyBehindBrokenPipe(Stage.CONTENT, lineFailure);
            return;
        }
        connection.line.requireWanted(); // an interrupt closes what a thread reads: that isn't the content's fault
        String why =
                e instanceof ContentException ? String.valueOf(e.getMessage()) : "reading the content failed: " + e;
        throw SmtpException.of(Kind.CONTENT, Stage.CONTENT, Printable.escaped(why), e);
    }

    /** A server that refuses content half-way says why before it closes: that is worth more than the broken pipe. */
    private void replyBehindBrokenPipe(Stage stage, SmtpException broken) throws SmtpException {
        if (broken.kind() != Kind.CONNECTION) {
            throw broken;
        }
        connection.line.begin(stage);
        Reply reply;
        try {
            reply = connection.reply();
        } catch (SmtpException e) {
            throw broken;
        }
        decideEarly(stage, reply);
    }

    /** A reply that came before the content was whole counts if it is a refusal; the connection is of no more use. */
    private void decideEarly(Stage stage, Reply reply) throws SmtpException {
        boolean credible = reply.isPermanent() || reply.isTransient() || (endMarkSent && reply.isPositive());
        if (!credible) {
            throw SmtpException.of(Kind.PROTOCOL, stage, "the server sent a reply that nobody asked for: " + reply);
        }
        decide(stage, reply);
        connection.close();
    }

    private void decide(Stage stage, Reply reply) {
        verdictStage = stage;
        verdict = reply;
    }

    /** Leaves the connection as it was before MAIL; one that doesn't even take RSET isn't used again. */
    private void reset() {
        if (!connection.isUsable()) {
            connection.close();
            return;
        }
        if (mail != null && !mail.isPositive()) {
            return; // no transaction has begun (RFC 5321 §3.3)
        }
        try {
            if (!connection.command(Stage.RSET, Command.of("RSET")).isPositive()) {
                connection.close();
            }
        } catch (SmtpException e) {
            connection.close();
        }
    }

    private boolean accepted(Reply reply, String command) throws SmtpException {
        if (reply.code() == 421) {
            throw SmtpException.refused(connection.line.stage(), "the server closes the connection", reply);
        }
        if (reply.isIntermediate()) {
            throw unexpected(command, reply);
        }
        return reply.isPositive();
    }

    private SmtpException unexpected(String command, Reply reply) {
        return SmtpException.of(
                Kind.PROTOCOL, connection.line.stage(), "the server answers " + command + " with " + reply);
    }
}
