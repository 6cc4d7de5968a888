package dev.paloma;

import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TransactionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From what happened in a transaction to what became of the mail: the only place where that is decided. */
final class Verdict {
    private static final String WHOLE = "the content was sent whole but ";
    private static final String PERHAPS = "; it may have been delivered";
    private static final String OTHER_REFUSED =
            "not sent: another recipient was refused, and all or none was asked for";

    private final String server;
    private final Envelope envelope;
    private final TransactionResult result;

    private Verdict(String server, Envelope envelope, TransactionResult result) {
        this.server = server;
        this.envelope = envelope;
        this.result = result;
    }

    static Attempt of(
            String server,
            Envelope envelope,
            TransactionResult result,
            Acceptance acceptance,
            Receipt.Session session) {
        Verdict verdict = new Verdict(server, envelope, result);
        List<Receipt.Row> rows = verdict.rows();
        Failure failure = verdict.failure(rows, acceptance);
        return new Attempt(rows, failure, failure != null && verdict.mayTryElsewhere(), session, result);
    }

    /** What becomes of every recipient when the server was never asked. */
    static List<Receipt.Row> unasked(Envelope envelope, Failure failure) {
        boolean refused = failure.kind() == SendException.Kind.REFUSED;
        List<Receipt.Row> rows = new ArrayList<>();
        for (Mailbox recipient : envelope.recipients()) {
            rows.add(new Receipt.Row(
                    recipient, refused ? Outcome.REFUSED : Outcome.DEFERRED, failure.reply(), failure.message()));
        }
        return rows;
    }

    /** The end mark may have left, and nothing else is known of those who weren't told that they are accepted. */
    static List<Receipt.Row> inDoubt(List<Receipt.Row> known) {
        return known.stream()
                .map(row -> row.outcome() == Outcome.ACCEPTED
                        ? row
                        : new Receipt.Row(row.recipient(), Outcome.UNKNOWN, null, doubt(null)))
                .toList();
    }

    static Failure doubt(String server, @Nullable Throwable cause) {
        String why = server + ": " + doubt(cause) + "; ask the recipient before sending it again";
        return new Failure(SendException.Kind.UNKNOWN, Stage.END_OF_DATA, why, null, cause);
    }

    /** Why it is in doubt: an answer that can't be understood is shown, for a person may understand it. */
    private static String doubt(@Nullable Throwable cause) {
        String what = "the answer never came";
        if (cause instanceof SmtpException e && e.kind() == SmtpException.Kind.PROTOCOL) {
            what = "the answer can't be understood: " + e.getMessage();
        }
        return WHOLE + what + PERHAPS;
    }

    private List<Receipt.Row> rows() {
        if (result.size() == 1) {
            return List.of(row(envelope.recipients().get(0), 0));
        }
        List<Receipt.Row> rows = new ArrayList<>(result.size());
        for (int i = 0; i < result.size(); i++) {
            rows.add(row(envelope.recipients().get(i), i));
        }
        return rows;
    }

    private Receipt.Row row(Mailbox recipient, int index) {
        Reply rcpt = result.recipient(index);
        if (rcpt != null && rcpt.isRefusal()) {
            return answered(recipient, rcpt);
        }
        Reply decides = decides(index);
        if (result.isAccepted(index) && rcpt != null) {
            Reply yes = result.isAnsweredForEach() && decides != null ? decides : rcpt;
            return new Receipt.Row(recipient, Outcome.ACCEPTED, yes, yes.text());
        }
        if (result.isInDoubt(index)) {
            return new Receipt.Row(recipient, Outcome.UNKNOWN, null, doubt(result.failure()));
        }
        if (decides != null && decides.isRefusal()) {
            return answered(recipient, decides);
        }
        SmtpException failure = result.failure();
        return new Receipt.Row(
                recipient,
                Outcome.DEFERRED,
                null,
                failure == null ? OTHER_REFUSED : String.valueOf(failure.getMessage()));
    }

    private @Nullable Reply decides(int index) {
        Reply content = result.content(index);
        return content != null ? content : result.mail();
    }

    /** A refusal that speaks of how we came, not of the mail, can be mended: the mail isn't refused. */
    private static Receipt.Row answered(Mailbox recipient, Reply reply) {
        boolean refused = reply.isPermanent() && Failure.refusal(reply) == SendException.Kind.REFUSED;
        return new Receipt.Row(recipient, refused ? Outcome.REFUSED : Outcome.DEFERRED, reply, reply.text());
    }

    private @Nullable Failure failure(List<Receipt.Row> rows, Acceptance acceptance) {
        int accepted = 0;
        for (int i = 0; i < rows.size(); i++) { // no iterator: every mail passes here
            accepted += rows.get(i).outcome() == Outcome.ACCEPTED ? 1 : 0;
        }
        if (accepted == rows.size() || (acceptance == Acceptance.AT_LEAST_ONE && accepted > 0)) {
            return null;
        }
        if (result.isInDoubt()) {
            return doubt(server, result.failure());
        }
        int refused = refusedContent();
        if (refused >= 0) {
            String whose = accepted == 0
                    ? ""
                    : " for " + envelope.recipients().get(refused).address();
            return said(
                    result.contentStage(),
                    "the message was not taken" + whose,
                    Objects.requireNonNull(result.content(refused)));
        }
        if (result.mail() != null && result.mail().isRefusal()) {
            return said(Stage.MAIL, "the sender was not taken", result.mail());
        }
        if (result.failure() != null && !isEveryoneRefused()) {
            return Failure.of(server, result.failure());
        }
        return acceptance == Acceptance.ALL && isOverfull()
                ? Parts.tooMany(server, "doesn't take so many recipients in one mail", null)
                : refusedRecipient(rows);
    }

    /** Then nothing was left to be said, and what became of the connection doesn't matter. */
    private boolean isEveryoneRefused() {
        for (int i = 0; i < result.size(); i++) {
            Reply rcpt = result.recipient(i);
            if (rcpt == null || !rcpt.isRefusal() || rcpt.code() == 421) {
                return false;
            }
        }
        return true;
    }

    /** Whether nobody was refused but for coming after too many others. */
    private boolean isOverfull() {
        boolean someTaken = false;
        boolean someTooMany = false;
        for (int i = 0; i < result.size(); i++) {
            Reply rcpt = result.recipient(i);
            if (rcpt == null || (rcpt.isRefusal() && !Parts.isTooMany(rcpt))) {
                return false;
            }
            someTaken |= rcpt.isPositive();
            someTooMany |= rcpt.isRefusal();
        }
        return someTaken && someTooMany;
    }

    /** Whose content was refused first; with LMTP there may be several. -1 for nobody's. */
    private int refusedContent() {
        for (int i = 0; i < result.size(); i++) {
            Reply content = result.content(i);
            if (content != null && content.isRefusal()) {
                return i;
            }
        }
        return -1;
    }

    /** The first refusal for good speaks for all, else the first for now. */
    private Failure refusedRecipient(List<Receipt.Row> rows) {
        Receipt.Row worst = null;
        for (Receipt.Row row : rows) {
            Reply reply = row.reply();
            boolean worse = reply != null && reply.isRefusal() && (worst == null || isRefusedFirst(row, worst));
            worst = worse ? row : worst;
        }
        if (worst == null || worst.reply() == null) {
            throw new IllegalStateException("no reply explains why nothing was sent");
        }
        return said(Stage.RCPT, "recipient " + worst.recipient().address() + " was not taken", worst.reply());
    }

    private static boolean isRefusedFirst(Receipt.Row row, Receipt.Row worst) {
        return row.outcome() == Outcome.REFUSED && worst.outcome() != Outcome.REFUSED;
    }

    private Failure said(Stage stage, String what, Reply reply) {
        return Failure.said(stage, server + ": " + what, reply);
    }

    /** RFC 5321 §5.1 lets another server be tried while nothing was sent and nobody has refused for good. */
    private boolean mayTryElsewhere() {
        SmtpException failure = result.failure();
        if (failure != null
                && (failure.stage().compareTo(Stage.DATA) > 0 || failure.kind() == SmtpException.Kind.CANCELLED)) {
            return false;
        }
        boolean mayGo = !isPermanent(result.mail());
        for (int i = 0; i < result.size() && mayGo; i++) {
            Reply content = result.content(i);
            boolean contentRefused = content != null && result.contentStage() == Stage.DATA && content.isTransient();
            mayGo = !result.isInDoubt(i) && !isPermanent(result.recipient(i)) && (content == null || contentRefused);
        }
        return mayGo;
    }

    private static boolean isPermanent(@Nullable Reply reply) {
        return reply != null && reply.isPermanent();
    }
}
