package dev.paloma.cli;

import dev.paloma.Durations;
import dev.paloma.message.DeliverBy;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DeliveryOptions.Returned;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.DsnRequest.Event;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options that ask for a way of delivery. */
final class Wishes {
    private static final List<String> EVENTS = List.of("success", "failure", "delay");

    private final Arguments arguments;
    private DeliveryOptions wishes = DeliveryOptions.none();

    private Wishes(Arguments arguments) {
        this.arguments = arguments;
    }

    /**
     * @throws UsageException if an option has a value that means nothing
     */
    static DeliveryOptions of(Arguments arguments) {
        arguments.exclude("--hold-for", "--hold-until");
        Wishes read = new Wishes(arguments);
        read.value("--dsn", value -> read.wishes.withDsn(dsn(value)));
        read.value("--dsn-return", value -> read.wishes.withReturned(returned(value)));
        read.value("--envelope-id", value -> read.wishes.withEnvelopeId(value));
        read.value("--mt-priority", value -> read.wishes.withPriority(priority(value)));
        read.value("--deliver-by", value -> read.wishes.withDeliverBy(DeliverBy.orReturn(Durations.parse(value))));
        read.value("--hold-for", value -> read.wishes.withHoldFor(Durations.parse(value)));
        read.value("--hold-until", value -> read.wishes.withHoldUntil(instant(value)));
        if (arguments.has("--require-tls")) {
            read.wishes = read.wishes.withRequiredTls();
        }
        if (arguments.has("--queue")) {
            read.wishes = read.wishes.withQueue();
        }
        return read.wishes;
    }

    private void value(String option, Function<String, DeliveryOptions> wish) {
        @Nullable String value = arguments.value(option);
        if (value != null) {
            try {
                wishes = wish.apply(value);
            } catch (IllegalArgumentException e) {
                throw new UsageException(option + ": " + e.getMessage());
            }
        }
    }

    static DsnRequest dsn(String value) {
        if (value.equals("never")) {
            return DsnRequest.never();
        }
        List<Event> events = new ArrayList<>();
        for (String word : value.split(",", -1)) {
            if (!EVENTS.contains(word)) {
                throw new IllegalArgumentException("never, or some of success,failure,delay with commas between them");
            }
            events.add(Event.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        return DsnRequest.on(events.get(0), events.toArray(Event[]::new));
    }

    private static Returned returned(String value) {
        return switch (value) {
            case "full" -> Returned.FULL;
            case "headers" -> Returned.HEADERS;
            default -> throw new IllegalArgumentException("full or headers");
        };
    }

    private static int priority(String value) {
        if (!value.matches("[-+]?[0-9]{1,2}")) {
            throw new IllegalArgumentException("a number from -9 to 9");
        }
        return Integer.parseInt(value);
    }

    private static Instant instant(String value) {
        try {
            Instant until = OffsetDateTime.parse(value).toInstant();
            if (until.isBefore(Instant.now())) {
                throw new IllegalArgumentException(value + " is over; give a time that is to come");
            }
            return until;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "a time with its zone, such as 2030-01-31T08:00:00Z or 2030-01-31T09:00:00+01:00", e);
        }
    }
}
