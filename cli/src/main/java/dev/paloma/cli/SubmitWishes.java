package dev.paloma.cli;

import dev.paloma.Durations;
import dev.paloma.outbox.OutboxException;
import dev.paloma.outbox.SubmitOptions;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** How a mail is to be treated in the outbox, as options or names of a line say it. */
final class SubmitWishes {
    private SubmitOptions options = SubmitOptions.standard();

    /** What the options of {@code outbox submit} say. */
    static SubmitWishes of(Arguments arguments) {
        SubmitWishes wishes = new SubmitWishes();
        for (String name : new String[] {"key", "not-before", "expires", "priority", "route"}) {
            String value = arguments.value("--" + name);
            if (value != null) {
                try {
                    wishes.take(name.equals("not-before") ? "notBefore" : name, value);
                } catch (Trouble e) {
                    throw new UsageException("--" + name + ": " + e.getMessage());
                }
            }
        }
        try {
            wishes.tags(arguments.values("--tag").toArray(String[]::new));
        } catch (Trouble e) {
            throw new UsageException("--tag: " + e.getMessage());
        }
        return wishes;
    }

    /**
     * @throws Trouble if the value isn't valid, or there is no such name
     */
    void take(String name, String value) {
        try {
            options = switch (name) {
                case "key" -> options.withKey(value);
                case "notBefore" ->
                    options.withNotBefore(OffsetDateTime.parse(value).toInstant());
                case "expires" -> options.withExpires(Durations.parse(value));
                case "priority" -> options.withPriority(digit(value));
                case "route" -> options.withRoute(value);
                default -> throw Trouble.invalid("\"" + name + "\" means nothing here", null);
            };
        } catch (DateTimeParseException e) {
            throw Trouble.invalid("a time has its zone, as 2030-01-31T08:00:00Z or 2030-01-31T09:00:00+01:00", e);
        } catch (IllegalArgumentException | OutboxException e) {
            throw Trouble.invalid(String.valueOf(e.getMessage()), e);
        }
    }

    private static int digit(String value) {
        if (!value.matches("[0-9]")) {
            throw new IllegalArgumentException("a priority is 0 to 9");
        }
        return value.charAt(0) - '0';
    }

    void tags(String... names) {
        try {
            options = options.withTags(names);
        } catch (OutboxException e) {
            throw Trouble.invalid(String.valueOf(e.getMessage()), e);
        }
    }

    SubmitOptions options() {
        return options;
    }

    /** Null where none was given. */
    @Nullable
    String key() {
        return options.key();
    }
}
