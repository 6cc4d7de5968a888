package dev.paloma.outbox;

import dev.paloma.message.DeliverBy;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.Mailbox;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Delivery options as the text in column options: {@code name=value} with {@code &} between them, encoded as in URLs. */
final class Wishes {
    private final StringBuilder text = new StringBuilder();

    private Wishes() {}

    static String text(DeliveryOptions options) {
        if (options.isNone() && !options.asksForQueue()) {
            return "";
        }
        Wishes wishes = new Wishes();
        DsnRequest dsn = options.dsn();
        wishes.add("dsn", dsn == null ? null : dsn.parameters());
        wishes.add("returned", options.returned());
        wishes.add("envelope-id", options.envelopeId());
        wishes.add("submitter", options.submitter());
        wishes.add("hold-for", options.holdFor());
        wishes.add("hold-until", options.holdUntil());
        DeliverBy by = options.deliverBy();
        wishes.add("by", by == null ? null : by.within() + " " + by.late() + " " + by.traced());
        wishes.add(
                "priority", options.priority().isPresent() ? options.priority().getAsInt() : null);
        wishes.add("requires-tls", options.requiresTls() ? "true" : null);
        wishes.add("queue", options.asksForQueue() ? "true" : null);
        return wishes.text.toString();
    }

    private void add(String name, @Nullable Object value) {
        if (value != null) {
            text.append(text.isEmpty() ? "" : "&").append(name).append('=');
            text.append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }

    static DeliveryOptions parse(String text) {
        DeliveryOptions options = DeliveryOptions.none();
        for (String wish : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = wish.indexOf('=');
            String value = URLDecoder.decode(wish.substring(equals + 1), StandardCharsets.UTF_8);
            options = with(options, wish.substring(0, equals), value);
        }
        return options;
    }

    private static DeliveryOptions with(DeliveryOptions options, String name, String value) {
        return switch (name) {
            case "dsn" -> options.withDsn(DsnRequest.parse(value));
            case "returned" -> options.withReturned(DeliveryOptions.Returned.valueOf(value));
            case "envelope-id" -> options.withEnvelopeId(value);
            case "submitter" ->
                value.equals("<>") ? options.withUnknownSubmitter() : options.withSubmitter(Mailbox.parse(value));
            case "hold-for" -> options.withHoldFor(Duration.parse(value));
            case "hold-until" -> options.withHoldUntil(Instant.parse(value));
            case "by" -> options.withDeliverBy(deliverBy(value.split(" ")));
            case "priority" -> options.withPriority(Integer.parseInt(value));
            case "requires-tls" -> options.withRequiredTls();
            case "queue" -> options.withQueue();
            default ->
                throw new OutboxException("a mail in the outbox has the unknown option " + name
                        + ": a newer program wrote it, use that one");
        };
    }

    private static DeliverBy deliverBy(String[] words) {
        return new DeliverBy(
                Duration.parse(words[0]), DeliverBy.Late.valueOf(words[1]), Boolean.parseBoolean(words[2]));
    }
}
