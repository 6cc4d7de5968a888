package dev.paloma.cli;

import dev.paloma.outbox.MailState;
import dev.paloma.outbox.MailStatus;
import dev.paloma.outbox.OutboxEvent;
import dev.paloma.outbox.OutboxStats;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mails of the outbox for people. */
final class OutboxText {
    private OutboxText() {}

    /** One line of a list. */
    static String line(MailStatus mail) {
        String whom = mail.recipients().stream()
                .limit(3)
                .map(MailStatus.Recipient::address)
                .collect(Collectors.joining(", "));
        int more = mail.recipients().size() - 3;
        return mail.id() + "  " + mail.state().label() + "  "
                + seconds(mail.times().submitted()) + "  "
                + (mail.sender() == null ? "<>" : mail.sender()) + " to " + whom
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** All that is known. */
    static List<String> lines(MailStatus mail) {
        List<String> lines = new ArrayList<>();
        lines.add(line(mail));
        lines.add("  " + mail.messageId() + ", " + mail.size() + " octets, priority "
                + mail.options().priority() + ", tried until "
                + seconds(mail.times().expires()));
        Instant next = mail.times().next();
        if (next != null) {
            lines.add("  tried next at " + seconds(next));
        }
        for (MailStatus.Recipient recipient : mail.recipients()) {
            lines.add("  " + recipient.address() + ": " + recipient.state().label()
                    + (recipient.text() == null ? "" : ": " + recipient.text()));
        }
        for (MailStatus.Attempt attempt : mail.attempts()) {
            MailStatus.Result outcome = attempt.outcome();
            lines.add("  try " + attempt.number() + " for " + attempt.domain() + ", " + seconds(attempt.began())
                    + ": " + (outcome == null ? "no outcome yet" : outcome.label())
                    + (attempt.server() == null ? "" : " by " + attempt.server())
                    + (attempt.text() == null ? "" : ": " + attempt.text())
                    + (attempt.late() == null ? "" : "; later: " + attempt.late()));
        }
        return lines;
    }

    /** An attempt that has ended. */
    static String event(OutboxEvent event) {
        MailStatus.Attempt attempt = event.attempt();
        return event.mail() + "  " + event.kind().label() + "  " + attempt.domain()
                + (attempt.server() == null ? "" : " by " + attempt.server())
                + (attempt.text() == null ? "" : ": " + attempt.text())
                + (event.next() == null ? "" : "; next try " + seconds(event.next()));
    }

    /** Mails by state, in one line. */
    static String stats(OutboxStats stats) {
        StringBuilder line = new StringBuilder();
        for (MailState state : List.of(
                MailState.QUEUED,
                MailState.SENDING,
                MailState.HELD,
                MailState.ACCEPTED,
                MailState.REFUSED,
                MailState.EXPIRED,
                MailState.CANCELLED)) {
            line.append(line.length() == 0 ? "" : ", ").append(state.label()).append(' ');
            line.append(stats.mails().getOrDefault(state, 0L));
        }
        Duration oldest = stats.oldest();
        line.append(oldest == null ? "" : "; the oldest has waited " + oldest.toSeconds() + " s");
        return line.append("; in the last minute ")
                .append(stats.lastMinute().getOrDefault(MailStatus.Result.ACCEPTED, 0L))
                .append(" accepted")
                .toString();
    }

    static String destination(OutboxStats.Destination destination) {
        return "  " + destination.domain() + ": " + destination.jobs() + " wait, " + destination.deferred()
                + " of them put off";
    }

    /** What was done in the last minute. */
    static String rate(OutboxStats.Rate rate) {
        String ended = Stream.of(MailStatus.Result.values())
                .filter(result -> rate.ended().getOrDefault(result, 0L) > 0)
                .map(result -> rate.ended().get(result) + " " + result.label())
                .collect(Collectors.joining(", "));
        return "  " + (rate.domain().isEmpty() ? "route " + rate.route() : rate.domain()) + ": in the last minute "
                + ended;
    }

    static String worker(OutboxStats.Worker worker) {
        return "  worker " + worker.name() + ": has " + worker.jobs() + ", sent " + worker.recipients()
                + " in the last minute";
    }

    /** How many, in words that fit. */
    static String mails(long count) {
        return count == 0 ? "no mails" : count == 1 ? "1 mail" : count + " mails";
    }

    static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
