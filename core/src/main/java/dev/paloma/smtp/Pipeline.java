package dev.paloma.smtp;

import dev.paloma.smtp.SmtpException.Kind;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Commands and the replies that are due to them, in order (RFC 2920 §3.1), for all the mails that are on their way. Where
 * the server doesn't offer PIPELINING each command waits for its reply; nobody above need know the difference.
 *
 * <p>So that neither side can block the other, the replies that are due at any time fit a receive buffer: a server that
 * answers before it reads on is never kept from reading.
 */
final class Pipeline {
    /** Of lines that are 512 octets at most and 60 in practice; 128 KiB is the least receive buffer that is common. */
    private static final int MOST_DUE = 200;

    /**
     * So many chunks of a large content may be without answers. Those behind a refused one are errors to the server, and it
     * may hang up after some (Dovecot: 10, Postfix: 20): what it said of the refused one can be lost with that.
     */
    private static final int MOST_CHUNKS = 8;

    private static final Command RSET = Command.of("RSET");

    private final SmtpConnection connection;
    private final Line line;
    private final Output output;
    /** Whose reply is due, and what it answers: two queues in step. */
    private final ArrayDeque<Transaction> owners = new ArrayDeque<>();

    private final ArrayDeque<Stage> stages = new ArrayDeque<>();
    private final ArrayDeque<Transaction> underWay = new ArrayDeque<>();
    /** Have all their replies, but nobody was told: a reply too many would still put them in doubt. */
    private final ArrayDeque<Transaction> answered = new ArrayDeque<>();

    private boolean leftOver;
    private boolean used;
    /** The server took the last RSET on this connection. */
    private boolean resets;

    private boolean muddled;

    Pipeline(SmtpConnection connection) {
        this.connection = connection;
        this.line = connection.line;
        this.output = connection.output;
    }

    /** Whether commands may be sent before the replies to those before them. */
    boolean isGrouping() {
        return connection.mayPipeline();
    }

    /** Whether an earlier mail may stand on the server for good: none may begin here; those under way are answered. */
    boolean isMuddled() {
        return muddled;
    }

    /** Sends a mail; at most {@code window} of them are without all their replies when this returns. */
    void submit(Transaction mail, int window) {
        try {
            makeRoom(window - 1);
            underWay.add(mail);
            mail.speak();
            mail.hasSpoken();
            collect(mail);
        } catch (SmtpException e) {
            fail(e, mail);
        } catch (RuntimeException | Error e) {
            fail(unforeseen(e), mail);
        } finally {
            tell();
        }
    }

    private void makeRoom(int most) throws SmtpException {
        if (owners.isEmpty()) {
            line.enter(Stage.MAIL);
            connection.refuseUnasked();
        }
        leave(most);
    }

    private void leave(int most) throws SmtpException {
        while (underWay.size() > most) {
            if (owners.isEmpty()) {
                throw new IllegalStateException("a mail is under way that waits for no reply");
            }
            answerSome();
        }
    }

    /** Waits for all replies. */
    void settle() {
        settle(0);
    }

    /** Waits until no more mails than this are without all their replies. */
    void settle(int most) {
        try {
            if (most == 0) {
                answerAll();
            } else {
                leave(most);
            }
        } catch (SmtpException e) {
            fail(e, null);
        } catch (RuntimeException | Error e) {
            fail(unforeseen(e), null);
        } finally {
            tell();
        }
    }

    private void answerAll() throws SmtpException {
        await();
        if (connection.reader.hasLeftOver()) {
            surplus();
        }
        if (muddled) {
            connection.close();
        }
    }

    /**
     * A transaction begins: what one before it may have left on the server goes first (RFC 5321 §4.1.1.5). Content in the same
     * flow would reach whomever that one had named if RSET were refused; so the first RSET of a connection is waited for.
     *
     * @return whether one before it did leave something: then content must wait for what is said of RSET and envelope
     */
    boolean begin(Transaction mail) throws SmtpException {
        if (muddled) {
            await(); // those before it are answered still
        }
        requireClear(mail);
        boolean follows = underWay.size() > 1;
        boolean unknown = mail.isChunked() && follows; // a refused predecessor leaves its MAIL standing
        if (!leftOver && !unknown) {
            return false;
        }
        say(mail, Stage.RSET, RSET);
        if (unknown && !resets) {
            await();
        }
        requireClear(mail);
        return leftOver && (!follows || owners.isEmpty());
    }

    /** All that was asked is answered: ends a mail that would be one with what an earlier one left. */
    void requireClear(Transaction mail) throws SmtpException {
        if (muddled) {
            SmtpException e = SmtpException.of(
                    Kind.PROTOCOL, Stage.MAIL, "the server may still hold an earlier mail's recipients");
            mail.answers().disregard(e);
            throw e;
        }
    }

    /** Says a command; without PIPELINING its reply has been read when this returns. */
    void say(Transaction owner, Stage stage, Command command) throws SmtpException {
        takeTurn(owner, stage);
        expect(owner, stage);
        output.add(command);
        if (!isGrouping()) {
            await();
        }
    }

    /**
     * Sees to it that what is said next may be said. Without PIPELINING what was said before has its reply, and only one: a
     * second one that is there already would pass for the answer to what comes now, and push every later one on by one.
     */
    void takeTurn(Transaction owner, Stage stage) throws SmtpException {
        if (!isGrouping()) {
            await();
            if (connection.hasUnasked()) {
                line.begin(stage);
                connection.refuseUnasked();
            }
        } else if (due() + replies(owner, stage) > MOST_DUE) {
            while (due() > MOST_DUE / 2) {
                readOne();
            }
        }
    }

    private int due() {
        if (!connection.isLmtp()) {
            return owners.size();
        }
        int due = 0;
        Iterator<Stage> each = stages.iterator();
        for (Transaction owner : owners) {
            due += replies(owner, each.next());
        }
        return due;
    }

    /** How many are due to a command at most: to LMTP's end mark one for each recipient (RFC 2033 §4.2). */
    private int replies(Transaction owner, Stage stage) {
        return connection.isLmtp() && stage == Stage.END_OF_DATA
                ? owner.answers().size()
                : 1;
    }

    /** A reply will be due for what is put out now. */
    void expect(Transaction owner, Stage stage) {
        owners.add(owner);
        stages.add(stage);
        owner.expect();
    }

    /** Sends what is to be sent and reads all replies. */
    void await() throws SmtpException {
        while (!owners.isEmpty()) {
            readOne();
        }
    }

    /** Another chunk comes: reads what is there already, and waits where too many are unanswered. */
    void answerChunks() throws SmtpException {
        int most = isGrouping() ? MOST_CHUNKS : 0;
        while (!owners.isEmpty() && (owners.size() > most || connection.hasUnasked())) {
            readOne();
        }
    }

    /** Waits until at least one mail has all its replies, and takes what came with them. */
    private void answerSome() throws SmtpException {
        int before = answered.size();
        while (answered.size() == before && !owners.isEmpty()) {
            readOne();
        }
        while (!owners.isEmpty() && connection.reader.hasLeftOver()) {
            readOne();
        }
        tell();
    }

    private void readOne() throws SmtpException {
        Transaction owner = owners.getFirst();
        Stage stage = stages.getFirst();
        line.keepTimeOn(owner.stopwatch());
        if (!connection.reader.hasLeftOver()) {
            output.flush(stage);
        }
        line.begin(stage);
        Reply reply = connection.reply();
        if (stage == Stage.MAIL) {
            owner.answers().follow(used);
            used = true;
        } else if (stage == Stage.RSET) {
            resets = reply.isPositive();
            muddled |= leftOver && !resets;
        }
        if (owner.answers().take(stage, reply)) {
            owners.removeFirst();
            stages.removeFirst();
            owner.answered();
        }
        muddled |= owner.answers().isContradicted();
        collect(owner);
        if (reply.code() == 421) {
            dismiss(owner, reply, stage);
        }
    }

    private void dismiss(Transaction owner, Reply reply, Stage stage) throws SmtpException {
        owner.answers().dismiss();
        underWay.forEach(mail -> mail.answers().dismiss());
        throw SmtpException.refused(stage, "the server closes the connection", reply);
    }

    /** Moves a mail on once it has all its replies. */
    private void collect(Transaction mail) {
        if (mail.isDone() && underWay.remove(mail)) {
            leftOver = mail.answers().leavesState(mail.isChunked());
            answered.add(mail);
        }
    }

    /**
     * Ends a mail that must not go on. If nothing of it has left, the connection is as it was; else those before it get
     * their replies, and the connection is closed without the end mark.
     */
    void holdBack(Transaction mail, SmtpException why) throws SmtpException {
        mail.answers().fail(why);
        underWay.remove(mail);
        answered.add(mail);
        boolean clean = output.takeBack(mail.start());
        while (clean && owners.peekLast() == mail) {
            owners.removeLast();
            stages.removeLast();
        }
        while (!owners.isEmpty() && owners.getFirst() != mail) {
            readOne();
        }
        if (!clean) {
            forget();
            connection.close();
        }
    }

    /** More was said than asked. 421 may come at any time; anything else may have pushed every reply before it on by one. */
    private void surplus() throws SmtpException {
        line.begin(Stage.END_OF_DATA);
        Reply reply = connection.reply();
        if (reply.code() == 421) {
            return;
        }
        SmtpException e = SmtpException.of(
                Kind.PROTOCOL, Stage.END_OF_DATA, "the server sent a reply that nobody asked for: " + reply);
        answered.stream()
                .filter(Transaction::isChunked)
                .forEach(mail -> mail.answers().confuse(e));
        throw e;
    }

    /** The connection is of no more use; what the server said before it broke still counts. */
    private void fail(SmtpException e, @Nullable Transaction last) {
        try {
            while (e.kind() == Kind.CONNECTION && !owners.isEmpty()) {
                readOne();
            }
        } catch (SmtpException | RuntimeException | Error end) {
            e.addSuppressed(end);
        }
        forget();
        connection.close();
        if (last != null && !underWay.contains(last) && !answered.contains(last)) {
            underWay.add(last); // it hadn't begun
        }
        for (Transaction mail = underWay.poll(); mail != null; mail = underWay.poll()) {
            mail.answers().fail(mail.answers().mail() == null ? atItsStart(e) : e);
            answered.add(mail);
        }
    }

    /** What ended a mail of which nothing was heard yet: how far the mails before it had come says nothing of this one. */
    private static SmtpException atItsStart(SmtpException e) {
        return new SmtpException(e.kind(), Stage.MAIL, String.valueOf(e.getMessage()), e.reply(), e.getCause());
    }

    /** A bug, of ours or of somebody's connection or content: whatever it is, each mail gets its result. */
    private SmtpException unforeseen(Throwable e) {
        return SmtpException.of(Kind.CONNECTION, line.stage(), "unforeseen: " + Printable.escaped(e.toString()), e);
    }

    private void forget() {
        owners.clear();
        stages.clear();
        output.forget();
    }

    private void tell() {
        for (Transaction mail = answered.poll(); mail != null; mail = answered.poll()) {
            mail.tell();
        }
    }
}
