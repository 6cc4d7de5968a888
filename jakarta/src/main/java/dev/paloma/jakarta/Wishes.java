package dev.paloma.jakarta;

import dev.paloma.message.DeliverBy;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.DsnRequest.Event;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Capabilities;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a session's properties say of the delivery of its mails. What {@code mailextension} asks for is a condition, as
 * everywhere in Paloma; the others are wishes, as everywhere in Jakarta Mail: a server that doesn't know them gets the
 * mail without, and a warning is logged.
 */
final class Wishes {
    private final SessionProperties properties;
    private final DeliveryOptions conditions;
    private final @Nullable DsnRequest notify;
    private final DeliveryOptions.@Nullable Returned returned;
    private final @Nullable Mailbox submitter;

    private Wishes(SessionProperties properties) {
        this.properties = properties;
        this.conditions = conditions(properties);
        this.notify = request(properties);
        this.returned = returned(properties);
        String name = properties.text("submitter");
        this.submitter = name == null ? null : Mailbox.of(null, name);
    }

    static Wishes of(SessionProperties properties) {
        return new Wishes(properties);
    }

    /** As far as they can be had there. */
    DeliveryOptions at(Capabilities server) {
        DeliveryOptions options = conditions;
        if ((notify != null || returned != null) && offered(server, "DSN", "dsn.notify and dsn.ret")) {
            options = notify == null ? options : options.withDsn(notify);
            options = returned == null ? options : options.withReturned(returned);
        }
        if (submitter != null && offered(server, "AUTH", "submitter")) {
            options = options.withSubmitter(submitter);
        }
        return options;
    }

    private boolean offered(Capabilities server, String keyword, String name) {
        if (!server.has(keyword)) {
            properties.memory().warn(properties.full(name) + " can't be had: the server doesn't offer " + keyword);
        }
        return server.has(keyword);
    }

    private static @Nullable DsnRequest request(SessionProperties properties) {
        List<String> words = properties.words("dsn.notify");
        if (words.isEmpty()) {
            return null;
        }
        if (words.size() == 1 && words.get(0).equalsIgnoreCase("NEVER")) {
            return DsnRequest.never();
        }
        try {
            Event[] events = words.stream()
                    .map(word -> Event.valueOf(word.toUpperCase(Locale.ROOT)))
                    .toArray(Event[]::new);
            return DsnRequest.on(events[0], events);
        } catch (IllegalArgumentException e) {
            throw properties.bad("dsn.notify", "is NEVER, or some of SUCCESS, FAILURE and DELAY");
        }
    }

    private static DeliveryOptions.@Nullable Returned returned(SessionProperties properties) {
        String text = properties.text("dsn.ret");
        return text == null ? null : returned(properties, "dsn.ret", text);
    }

    private static DeliveryOptions.Returned returned(SessionProperties properties, String name, String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "FULL" -> DeliveryOptions.Returned.FULL;
            case "HDRS" -> DeliveryOptions.Returned.HEADERS;
            default -> throw properties.bad(name, "is about FULL or HDRS");
        };
    }

    /** Parameters of MAIL, as they stand on the wire; what isn't known can't be checked and isn't sent. */
    private static DeliveryOptions conditions(SessionProperties properties) {
        DeliveryOptions options = DeliveryOptions.none();
        String text = properties.text("mailextension");
        for (String parameter : text == null ? new String[0] : text.split("\\s+")) {
            int equals = parameter.indexOf('=');
            String name = (equals < 0 ? parameter : parameter.substring(0, equals)).toUpperCase(Locale.ROOT);
            try {
                options = with(options, properties, name, parameter.substring(equals + 1));
            } catch (DateTimeParseException | NumberFormatException e) {
                throw properties.bad("mailextension", "has a " + name + " that can't be read");
            }
        }
        return options;
    }

    private static DeliveryOptions with(
            DeliveryOptions options, SessionProperties properties, String name, String value) {
        return switch (name) {
            case "RET" -> options.withReturned(returned(properties, "mailextension", value));
            case "ENVID" -> options.withEnvelopeId(decoded(properties, value));
            case "REQUIRETLS" -> options.withRequiredTls();
            case "MT-PRIORITY" -> options.withPriority(Integer.parseInt(value));
            case "HOLDFOR" -> options.withHoldFor(Duration.ofSeconds(Long.parseLong(value)));
            case "HOLDUNTIL" -> options.withHoldUntil(Instant.parse(value));
            case "BY" -> options.withDeliverBy(deliverBy(properties, value));
            case "BODY", "SMTPUTF8", "SIZE" -> {
                properties.memory().warn(properties.full("mailextension") + ": " + name + " follows from the mail");
                yield options;
            }
            default ->
                throw properties.bad(
                        "mailextension",
                        "knows RET, ENVID, REQUIRETLS, MT-PRIORITY, HOLDFOR, HOLDUNTIL and BY, nothing else");
        };
    }

    /** It is encoded again on its way (RFC 3461 §4.4). */
    private static String decoded(SessionProperties properties, String xtext) {
        if (xtext.indexOf('+') >= 0) {
            throw properties.bad("mailextension", "takes only an ENVID without plus signs");
        }
        return xtext;
    }

    /** RFC 2852 §4. */
    private static DeliverBy deliverBy(SessionProperties properties, String value) {
        if (!value.matches("[0-9]{1,9};[RNrn][Tt]?")) {
            throw properties.bad("mailextension", "has a BY that can't be read");
        }
        String[] parts = value.toUpperCase(Locale.ROOT).split(";");
        DeliverBy.Late late = parts[1].startsWith("R") ? DeliverBy.Late.RETURN : DeliverBy.Late.NOTIFY;
        return new DeliverBy(Duration.ofSeconds(Long.parseLong(parts[0])), late, parts[1].endsWith("T"));
    }
}
