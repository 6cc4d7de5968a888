package dev.paloma;

import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.EnhancedStatus;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TransactionResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    /**
     * What goes into one mail.
     *
     * @param domains that its recipients may be of
     */
    record Most(int recipients, int domains) {}

    Parts(String server, Acceptance acceptance) {
        this.server = server;
        this.acceptance = acceptance;
    }

    /** Sends it in as few transactions as the server allows. */
    Attempt send(Mail mail, Most most, Function<Mail, Attempt> transaction) {
        if (!mustSplit(mail, most)) {
            return rest(mail, transaction.apply(mail), transaction);
        }
        List<Mailbox> all = mail.envelope().recipients();
        if (acceptance == Acceptance.ALL) {
            return impossible(
                    mail.envelope(),
                    all.size() > most.recipients()
                            ? "takes at most " + most.recipients() + " recipients in one mail"
                            : "takes recipients of at most " + most.domains() + " domains in one mail");
        }
        Attempt whole = null;
        Attempt last = null;
        for (List<Mailbox> some : divided(all, most)) {
            Mail part = to(mail, some);
            last = last != null && endsAll(last.failure())
                    ? left(part, last)
                    : rest(part, transaction.apply(part), transaction);
            whole = whole == null ? last : join(mail, whole, last);
        }
        return Objects.requireNonNull(whole);
    }

    /** Whether the server's limits are for less than all its recipients. */
    boolean mustSplit(Mail mail, Most most) {
        List<Mailbox> all = mail.envelope().recipients();
        return all.size() > most.recipients()
                || (all.size() > most.domains() && divided(all, most).size() > 1);
    }

    /** Recipients of one domain stay together as far as the limits allow. */
    private static List<List<Mailbox>> divided(List<Mailbox> all, Most most) {
        Map<String, List<Mailbox>> domains = new LinkedHashMap<>();
        for (Mailbox recipient : all) {
            boolean limited = most.domains() < Integer.MAX_VALUE;
            String domain = limited ? recipient.domain().toLowerCase(Locale.ROOT) : "";
            domains.computeIfAbsent(domain, first -> new ArrayList<>()).add(recipient);
        }
        List<List<Mailbox>> parts = new ArrayList<>();
        List<Mailbox> part = new ArrayList<>();
        int known = 0;
        for (List<Mailbox> domain : domains.values()) {
            boolean begins = true;
            for (Mailbox recipient : domain) {
                if (part.size() == most.recipients() || (begins && known == most.domains())) {
                    parts.add(part);
                    part = new ArrayList<>();
                    known = 0;
                    begins = true;
                }
                part.add(recipient);
                known += begins ? 1 : 0;
                begins = false;
            }
        }
        parts.add(part);
        return parts;
    }

    /** Whether the parts that are left would fare no better, and a server that is in trouble would only keep them waiting. */
    private static boolean endsAll(@Nullable Failure failure) {
        if (failure == null || failure.stage().compareTo(Stage.MAIL) < 0) {
            return failure != null;
        }
        return switch (failure.kind()) {
            case REFUSED, CONFIGURATION -> false;
            default -> failure.reply() == null || failure.reply().code() == 421;
        };
    }

    /** What isn't sent any more. */
    private static Attempt left(Mail part, Attempt last) {
        Failure failure = Objects.requireNonNull(last.failure());
        Failure mine = failure.kind() == SendException.Kind.UNKNOWN
                ? Failure.of(
                        SendException.Kind.TEMPORARY,
                        failure.stage(),
                        "not sent: the connection broke in another part of this mail; try again later",
                        null)
                : failure;
        return new Attempt(Verdict.unasked(part.envelope(), mine), mine, last.elsewhere(), Receipt.Session.none());
    }

    /** Whether some were turned away only because others were taken before them. */
    boolean hasRest(Attempt attempt) {
        return acceptance == Acceptance.AT_LEAST_ONE
                && attempt.rows().size() > 1
                && attempt.has(Outcome.ACCEPTED)
                && !turnedAway(attempt).isEmpty();
    }

    /** Sends it to those who were turned away like that, until all are through or the server takes no more of them. */
    Attempt rest(Mail mail, Attempt first, Function<Mail, Attempt> transaction) {
        Attempt whole = first;
        Attempt last = first;
        while (hasRest(last)) {
            last = transaction.apply(to(mail, turnedAway(last)));
            whole = join(mail, whole, notYet(last));
        }
        return whole;
    }

    /** Those whom the server refused for their number, after it had taken others. */
    private static List<Mailbox> turnedAway(Attempt attempt) {
        TransactionResult result = attempt.result();
        List<Mailbox> turnedAway = new ArrayList<>(0);
        boolean taken = false;
        for (int i = 0; result != null && i < result.size(); i++) {
            Reply rcpt = result.recipient(i);
            if (taken && rcpt != null && isTooMany(rcpt)) {
                turnedAway.add(attempt.rows().get(i).recipient());
            }
            taken |= rcpt != null && rcpt.isPositive();
        }
        return turnedAway;
    }

    /** 452 or 552 that speaks of the number: x.5.3, or no more than the code (RFC 5321 §4.5.3.1.10). */
    static boolean isTooMany(Reply reply) {
        EnhancedStatus status = reply.enhanced().orElse(null);
        boolean ofNumber = status == null || (status.subject() == 5 && status.detail() == 3);
        return (reply.code() == 452 || reply.code() == 552) && ofNumber;
    }

    private static Mail to(Mail mail, List<Mailbox> recipients) {
        return new Mail(mail.envelope().withRecipients(recipients), mail.content());
    }

    /** Later rows replace earlier ones; the first transaction's session stays, and doubt outranks every other failure. */
    private static Attempt join(Mail mail, Attempt whole, Attempt part) {
        Map<Mailbox, Receipt.Row> known = new HashMap<>();
        whole.rows().forEach(row -> known.put(row.recipient(), row));
        part.rows().forEach(row -> known.put(row.recipient(), row));
        List<Receipt.Row> rows = new ArrayList<>();
        boolean any = false;
        for (Mailbox recipient : mail.envelope().recipients()) {
            Receipt.Row row = known.get(recipient);
            if (row != null) {
                rows.add(row);
                any |= row.outcome() == Outcome.ACCEPTED;
            }
        }
        Failure earlier = whole.failure();
        boolean doubt = earlier != null && earlier.kind() == SendException.Kind.UNKNOWN;
        Attempt speaks = earlier != null && !doubt ? part : whole;
        Receipt.Session session = whole.session().lasting(part.session().total());
        return new Attempt(rows, any ? null : speaks.failure(), whole.elsewhere() && part.elsewhere(), session);
    }

    /** Turned away for their number once more, although nobody was before them: not now, but not for good. */
    private static Attempt notYet(Attempt again) {
        TransactionResult result = again.result();
        if (result == null) {
            return again;
        }
        List<Receipt.Row> rows = new ArrayList<>();
        for (int i = 0; i < result.size(); i++) {
            Receipt.Row row = again.rows().get(i);
            Reply rcpt = result.recipient(i);
            boolean later = rcpt != null && isTooMany(rcpt);
            rows.add(later ? new Receipt.Row(row.recipient(), Outcome.DEFERRED, rcpt, row.text()) : row);
        }
        return new Attempt(rows, again.failure(), again.elsewhere(), again.session());
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
