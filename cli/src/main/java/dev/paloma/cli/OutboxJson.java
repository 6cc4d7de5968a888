package dev.paloma.cli;

import dev.paloma.outbox.MailState;
import dev.paloma.outbox.MailStatus;
import dev.paloma.outbox.MailStatus.Result;
import dev.paloma.outbox.Outbox.Submitted;
import dev.paloma.outbox.OutboxEvent;
import dev.paloma.outbox.OutboxStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The objects that {@code paloma outbox --json} prints; the order of their names is part of the contract. */
final class OutboxJson {
    private static final List<MailState> SHOWN = List.of(
            MailState.QUEUED,
            MailState.SENDING,
            MailState.ACCEPTED,
            MailState.REFUSED,
            MailState.EXPIRED,
            MailState.HELD,
            MailState.CANCELLED);

    /** At the beginning of a reply's text (RFC 2034 §4). */
    private static final Pattern ENHANCED = Pattern.compile("^(?:[0-9]{3}[ -])?([245]\\.[0-9]{1,3}\\.[0-9]{1,3})\\b");

    private OutboxJson() {}

    static String submitted(Submitted submitted, @Nullable String key) {
        Json json = new Json().object().name("id").value(submitted.id());
        if (key != null) {
            json.name("key").value(key);
        }
        if (submitted.duplicate()) {
            json.name("duplicate").value(true);
        }
        return json.endObject().toString();
    }

    static String notSubmitted(int line, @Nullable String key, String why) {
        Json json = new Json().object().name("id").nothing();
        if (key != null) {
            json.name("key").value(key);
        }
        json.name("line").value(line).name("error").value(why);
        return json.endObject().toString();
    }

    static String mail(MailStatus mail, boolean whole) {
        Json json = new Json().object();
        json.name("id").value(mail.id()).name("state").value(mail.state().label());
        json.name("messageId")
                .value(mail.messageId())
                .name("key")
                .value(mail.options().key());
        json.name("from").value(mail.sender()).name("size").value(mail.size());
        json.name("priority").value(mail.options().priority());
        json.name("route").value(mail.options().route());
        json.name("tags").array();
        mail.options().tags().forEach(json::value);
        json.endArray();
        json.name("submitted").value(mail.times().submitted().toString());
        json.name("expires").value(mail.times().expires().toString());
        json.name("next").value(text(mail.times().next()));
        json.name("recipients").array();
        for (MailStatus.Recipient recipient : mail.recipients()) {
            json.object().name("address").value(recipient.address());
            json.name("state").value(recipient.state().label());
            json.name("changed").value(recipient.changed().toString());
            json.name("text").value(recipient.text()).endObject();
        }
        json.endArray();
        if (whole) {
            json.name("attempts").array();
            mail.attempts().forEach(attempt -> attempt(json, attempt));
            json.endArray();
        }
        return json.endObject().toString();
    }

    /** One for each attempt; of what is said of recipients, only what was said this time. */
    static String event(OutboxEvent event) {
        MailStatus.Attempt attempt = event.attempt();
        Json json = new Json().object().name("id").value(event.mail());
        json.name("messageId").value(event.messageId());
        json.name("outcome").value(outcome(event));
        replies(json.name("recipients"), attempt.replies());
        json.name("attempt").value(attempt.number());
        json.name("next").value(text(event.next()));
        json.name("server").value(attempt.server()).name("queueId").value(attempt.queueId());
        json.name("error").value(attempt.text());
        if (event.repeated()) {
            json.name("repeated").value(true);
        }
        return json.endObject().toString();
    }

    /** The words of {@code send --json}. */
    private static String outcome(OutboxEvent event) {
        long accepted = event.attempt().replies().stream()
                .filter(reply -> reply.outcome() == MailStatus.Result.ACCEPTED)
                .count();
        return switch (event.kind()) {
            case IN_DOUBT -> "unknown";
            case EXPIRED -> "expired";
            case ACCEPTED -> "accepted";
            case REFUSED, DEFERRED -> accepted > 0 ? "partial" : event.kind().label();
        };
    }

    /** What became of one mail that was to be changed. */
    static String changed(String id, boolean changed) {
        return new Json()
                .object()
                .name("id")
                .value(id)
                .name("changed")
                .value(changed)
                .endObject()
                .toString();
    }

    /** How many mails were changed. */
    static String changed(int mails) {
        return new Json().object().name("changed").value(mails).endObject().toString();
    }

    /** Mails by state, and recipients in the last full minute. */
    static String stats(OutboxStats stats) {
        Json json = new Json().object();
        for (MailState state : SHOWN) {
            json.name(state.label()).value(stats.mails().getOrDefault(state, 0L));
        }
        Duration oldest = stats.oldest();
        json.name("oldestSeconds").value(oldest == null ? 0 : oldest.toSeconds());
        json.name("perMinute").object();
        for (Result result : List.of(Result.ACCEPTED, Result.DEFERRED, Result.REFUSED)) {
            json.name(result.label()).value(stats.lastMinute().getOrDefault(result, 0L));
        }
        json.endObject().name("rates").array();
        stats.rates().forEach(rate -> rate(json, rate));
        json.endArray().name("domains").array();
        for (OutboxStats.Destination destination : stats.deepest()) {
            json.object()
                    .name("route")
                    .value(destination.route())
                    .name("domain")
                    .value(destination.domain());
            json.name("jobs").value(destination.jobs()).name("deferred").value(destination.deferred());
            json.endObject();
        }
        json.endArray().name("workers").array();
        for (OutboxStats.Worker worker : stats.workers()) {
            json.object().name("name").value(worker.name()).name("jobs").value(worker.jobs());
            json.name("perMinute").value(worker.recipients()).endObject();
        }
        return json.endArray().endObject().toString();
    }

    private static void rate(Json json, OutboxStats.Rate rate) {
        json.object().name("route").value(rate.route());
        json.name("domain").value(rate.domain().isEmpty() ? null : rate.domain());
        for (Result result : Result.values()) {
            json.name(result.label()).value(rate.ended().getOrDefault(result, 0L));
        }
        json.endObject();
    }

    private static void attempt(Json json, MailStatus.Attempt attempt) {
        MailStatus.Result outcome = attempt.outcome();
        json.object().name("number").value(attempt.number());
        json.name("domain").value(attempt.domain());
        json.name("outcome").value(outcome == null ? "sending" : word(outcome));
        json.name("inDoubt").value(outcome == null || outcome.isInDoubt());
        json.name("began").value(attempt.began().toString());
        json.name("ended").value(text(attempt.ended()));
        json.name("server").value(attempt.server()).name("queueId").value(attempt.queueId());
        json.name("text").value(attempt.text());
        replies(json.name("recipients"), attempt.replies());
        json.name("late").value(attempt.late()).endObject();
    }

    /** Of the words for rows that {@code send --json} has. */
    private static String word(Result result) {
        return switch (result) {
            case ABANDONED -> Result.UNKNOWN.label();
            case NOT_TRIED -> Result.DEFERRED.label();
            default -> result.label();
        };
    }

    private static void replies(Json json, List<MailStatus.Reply> replies) {
        json.array();
        for (MailStatus.Reply reply : replies) {
            json.object().name("address").value(reply.recipient());
            json.name("outcome").value(word(reply.outcome()));
            Matcher enhanced = ENHANCED.matcher(reply.text());
            json.name("code");
            if (reply.code() == 0) {
                json.nothing().name("enhanced").nothing();
            } else {
                json.value(reply.code()).name("enhanced").value(enhanced.find() ? enhanced.group(1) : null);
            }
            json.name("text").value(reply.text()).endObject();
        }
        json.endArray();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
