package dev.paloma.smtp;

import dev.paloma.smtp.SmtpException.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the server has said of one mail so far, and what follows from that for the rest of the transaction. */
final class Answers {
    /** Characters of the replies to RCPT that are kept whole; a hostile server could fill the memory with them. */
    private static final int MOST_TEXT = 128 * 1024;

    private final @Nullable Reply[] recipients;
    /** LMTP: the reply to the content for each recipient (RFC 2033 §4.2). */
    private final @Nullable Reply @Nullable [] each;

    private int asked;
    private int accepted;
    private int answered;
    private int room = MOST_TEXT;
    private @Nullable Reply mail;
    private @Nullable Reply content;
    private Stage contentStage = Stage.END_OF_DATA;
    private boolean open;
    private boolean follows;
    private boolean outOfStep;
    /** Said yes to a recipient although MAIL was refused: an earlier transaction must still stand there. */
    private boolean stray;

    private boolean contradicted;
    private boolean endMarkSent;
    private boolean dismissed;
    private long octets;
    private @Nullable SmtpException failure;

    Answers(int count, boolean lmtp) {
        recipients = new Reply[count];
        each = lmtp ? new Reply[count] : null;
    }

    /**
     * Takes the next reply.
     *
     * @param stage what it answers
     * @return whether that command has all its replies now
     * @throws SmtpException if it can't be an answer to this
     */
    boolean take(Stage stage, Reply reply) throws SmtpException {
        switch (stage) {
            case RSET -> {} // not about this mail
            case MAIL -> {
                mail = definite(stage, "MAIL", reply);
                outOfStep = follows && reply.code() == 503;
            }
            case RCPT -> recipient(definite(stage, "RCPT", reply));
            case DATA -> data(reply);
            case CONTENT -> chunk(definite(stage, "BDAT", reply));
            default -> {
                return end(definite(stage, "the end of the content", reply));
            }
        }
        return true;
    }

    private static Reply definite(Stage stage, String command, Reply reply) throws SmtpException {
        if (reply.isIntermediate()) {
            throw unexpected(stage, command, reply);
        }
        return reply;
    }

    private static SmtpException unexpected(Stage stage, String command, Reply reply) {
        return SmtpException.of(Kind.PROTOCOL, stage, "the server answers " + command + " with " + reply);
    }

    /**
     * Whether other mails went before on this connection: then 503 to MAIL speaks of what is left of them, not of this
     * mail.
     */
    void follow(boolean others) {
        follows = others;
    }

    /** What is said to RCPT after MAIL was refused is no verdict on a recipient. */
    private void recipient(Reply reply) {
        int index = asked++;
        if (isMailTaken()) {
            recipients[index] = bounded(reply);
            accepted += reply.isPositive() ? 1 : 0;
        } else {
            stray |= reply.isPositive();
        }
    }

    private Reply bounded(Reply reply) {
        room -= Math.min(room, reply.length());
        return room > 0 ? reply : reply.shortened();
    }

    private void data(Reply reply) throws SmtpException {
        open = reply.code() == 354;
        if (open) {
            return;
        }
        if (!reply.isRefusal()) {
            throw unexpected(Stage.DATA, "DATA", reply);
        }
        decide(Stage.DATA, reply);
    }

    private void chunk(Reply reply) {
        if (reply.isRefusal()) {
            decide(Stage.CONTENT, reply);
        }
    }

    private boolean end(Reply reply) {
        boolean forNobody = stray || (accepted == 0 && answered == 0);
        if (forNobody && endMarkSent && reply.isPositive()) {
            contradict(reply);
            return true;
        }
        if (each == null || content != null || accepted == 0) {
            decide(Stage.END_OF_DATA, reply);
            return true;
        }
        while (!isTaken(recipients[answered])) {
            answered++;
        }
        each[answered++] = bounded(reply);
        return --accepted == 0;
    }

    /**
     * MAIL or every recipient was refused, but the content was taken all the same, for whomever: so it may have been
     * delivered.
     */
    private void contradict(Reply reply) {
        disregard(unexpected(Stage.END_OF_DATA, "the end of the content of a mail that it had refused", reply));
        contradicted = true;
    }

    /** What was said of the envelope speaks of an earlier mail as well, or of nothing. */
    void disregard(SmtpException e) {
        outOfStep = false;
        mail = null;
        Arrays.fill(recipients, null);
        failure = e;
    }

    private static boolean isTaken(@Nullable Reply rcpt) {
        return rcpt != null && rcpt.isPositive();
    }

    /** The first word counts; and where nobody was left to get the content, nothing said of it does. */
    private void decide(Stage stage, Reply reply) {
        if (content == null && accepted > 0) {
            contentStage = stage;
            content = reply;
        }
    }

    /** A refusal that came before the content was whole. */
    void refuseEarly(Stage stage, Reply reply) {
        contentStage = stage;
        content = reply;
    }

    /** The end mark, or the write that holds it, leaves now. */
    void doubtBegins() {
        endMarkSent = true;
    }

    /** The server said that it closes the connection: what it hasn't answered by then it hasn't taken (RFC 5321 §3.8). */
    void dismiss() {
        dismissed = true;
    }

    /** Something ended the transaction before its last reply. */
    void fail(SmtpException e) {
        failure = e;
    }

    /** What was said of the content can't be trusted to have been said of it. */
    void confuse(SmtpException e) {
        content = null;
        if (each != null) {
            Arrays.fill(each, null);
        }
        failure = e;
    }

    boolean isMailTaken() {
        return mail != null && mail.isPositive();
    }

    /** Whether MAIL, or the content, is refused already. */
    boolean isRefused() {
        return (mail != null && mail.isRefusal()) || (content != null && content.isRefusal());
    }

    /** Whether the policy lets the content follow what was said of the recipients. */
    boolean satisfy(Acceptance acceptance) {
        return isMailTaken() && (acceptance == Acceptance.ALL ? accepted == recipients.length : accepted > 0);
    }

    /** Whether the server waits for content after DATA. */
    boolean isOpen() {
        return open;
    }

    /** Whether the server took content for nobody that it had accepted. */
    boolean isContradicted() {
        return contradicted;
    }

    /** Whether MAIL may still stand on the server, so that RSET must come before the next. */
    boolean leavesState(boolean chunked) {
        if (mail != null && mail.isRefusal() && !outOfStep) {
            return false; // no transaction has begun (RFC 5321 §3.3)
        }
        boolean single = content != null && contentStage == Stage.END_OF_DATA;
        boolean several = each != null && answered > 0;
        return !(single || several) || (chunked && isRefused());
    }

    /** The reply to MAIL, if it speaks of this mail. */
    @Nullable
    Reply mail() {
        return outOfStep ? null : mail;
    }

    /** The reply to RCPT for this one; null where there was none, or where it speaks only of MAIL's refusal. */
    @Nullable
    Reply recipient(int index) {
        return recipients[index];
    }

    int size() {
        return recipients.length;
    }

    /** The reply that decided about the content for this recipient. */
    @Nullable
    Reply content(int recipient) {
        return content != null || each == null ? content : each[recipient];
    }

    boolean isForEach() {
        return each != null;
    }

    /** So much content was put out. */
    void count(long sent) {
        octets = sent;
    }

    long octets() {
        return octets;
    }

    Stage contentStage() {
        return contentStage;
    }

    /** Whether the end mark may have left, and the server hasn't said beforehand that it takes nothing. */
    boolean mayHaveLeft() {
        return endMarkSent && !dismissed && !outOfStep && (mail == null || mail.isPositive());
    }

    @Nullable
    SmtpException failure() {
        return outOfStep
                ? SmtpException.of(
                        Kind.PROTOCOL, Stage.MAIL, "the server is out of step after an earlier mail: " + mail)
                : failure;
    }
}
