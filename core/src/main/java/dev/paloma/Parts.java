package dev.paloma;

import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.EnhancedStatus;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mail with more recipients than the server takes at once goes in several transactions, under one receipt. Only the
 * server's word splits it: LIMITS (RFC 9422), or "too many recipients" to some of them (RFC 5321 §4.5.3.1.10). All or
 * nobody can't be promised across transactions; then nothing is sent.
 */
final class Parts {
    private final String server;
    private final Acceptance acceptance;

    Parts(String server, Acceptance acceptance) {
        this.server = server;
        this.acceptance = acceptance;
    }

    /**
     * Sends it in as few transactions as the server allows.
     *
     * @param most recipients in one
     */
    Attempt send(Mail mail, int most, Function<Mail, Attempt> transaction) {
        List<Mailbox> all = mail.envelope().recipients();
        if (all.size() <= most) {
            return rest(mail, transaction.apply(mail), transaction);
        }
        if (acceptance == Acceptance.ALL) {
            return impossible(mail.envelope(), "takes at most " + most + " recipients in one mail");
        }
        Attempt whole = null;
        for (int from = 0; from < all.size(); from += most) {
            Mail part = to(mail, all.subList(from, Math.min(all.size(), from + most)));
            Attempt attempt = rest(part, transaction.apply(part), transaction);
            whole = whole == null ? attempt : join(mail, whole, attempt);
        }
        return Objects.requireNonNull(whole);
    }

    /** Whether some were turned away only because others were taken before them. */
    boolean hasRest(Attempt attempt) {
        return acceptance == Acceptance.AT_LEAST_ONE
                && attempt.rows().stream().anyMatch(row -> row.outcome() == Outcome.ACCEPTED)
                && attempt.rows().stream().anyMatch(Parts::isOneTooMany);
    }

    /** Sends it to those who were turned away like that, until all are through or the server takes no more of them. */
    Attempt rest(Mail mail, Attempt first, Function<Mail, Attempt> transaction) {
        Attempt whole = first;
        Attempt last = first;
        while (hasRest(last)) {
            List<Mailbox> rest = last.rows().stream()
                    .filter(Parts::isOneTooMany)
                    .map(Receipt.Row::recipient)
                    .toList();
            last = transaction.apply(to(mail, rest));
            whole = join(mail, whole, last);
        }
        return whole;
    }

    /** 452 or 552 that speaks of the number: x.5.3, or no more than the code (RFC 5321 §4.5.3.1.10). */
    static boolean isTooMany(Reply reply) {
        EnhancedStatus status = reply.enhanced().orElse(null);
        boolean ofNumber = status == null || (status.subject() == 5 && status.detail() == 3);
        return (reply.code() == 452 || reply.code() == 552) && ofNumber;
    }

    private static boolean isOneTooMany(Receipt.Row row) {
        return row.outcome() != Outcome.ACCEPTED && row.reply() != null && isTooMany(row.reply());
    }

    private static Mail to(Mail mail, List<Mailbox> recipients) {
        return new Mail(mail.envelope().withRecipients(recipients), mail.content());
    }

    /** Later rows replace earlier ones; the first transaction's session and verdict stay. */
    private static Attempt join(Mail mail, Attempt whole, Attempt part) {
        Map<Mailbox, Receipt.Row> known = new HashMap<>();
        whole.rows().forEach(row -> known.put(row.recipient(), row));
        part.rows().forEach(row -> known.put(row.recipient(), notYet(row)));
        List<Receipt.Row> rows = new ArrayList<>();
        for (Mailbox recipient : mail.envelope().recipients()) {
            Receipt.Row row = known.get(recipient);
            if (row != null) {
                rows.add(row);
            }
        }
        boolean any = rows.stream().anyMatch(row -> row.outcome() == Outcome.ACCEPTED);
        Attempt speaks = whole.failure() != null ? part : whole;
        return new Attempt(rows, any ? null : speaks.failure(), false, speaks.session());
    }

    /** Turned away for their number once more, although nobody was before them: not now, but not for good. */
    private static Receipt.Row notYet(Receipt.Row row) {
        return isOneTooMany(row) ? new Receipt.Row(row.recipient(), Outcome.DEFERRED, row.reply(), row.text()) : row;
    }

    /** All or nobody was asked for, and the server can't promise that. */
    private Attempt impossible(Envelope envelope, String why) {
        Failure failure = tooMany(server, why, null);
        return new Attempt(Verdict.unasked(envelope, failure), failure, true, Receipt.Session.none());
    }

    static Failure tooMany(String server, String why, @Nullable Reply reply) {
        return Failure.of(
                SendException.Kind.CONFIGURATION,
                Stage.RCPT,
                server + ": the server " + why + ", so it can't be all or nobody; with acceptance at-least-one the"
                        + " others get it in further mails",
                reply);
    }
}
