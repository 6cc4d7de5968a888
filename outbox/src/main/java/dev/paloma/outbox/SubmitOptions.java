package dev.paloma.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a mail is to be treated while it is in the outbox. Immutable, safe for use by several threads. */
public final class SubmitOptions {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
    private static final int LONGEST_KEY = 200;
    private static final int MOST_TAGS = 16;
    private static final SubmitOptions STANDARD =
            new SubmitOptions(null, new Times(null, Duration.ofDays(5)), 5, "default", List.of());

    private final @Nullable String key;
    private final Times times;
    private final int priority;
    private final String route;
    private final List<String> tags;

    private record Times(@Nullable Instant notBefore, Duration expires) {}

    private SubmitOptions(@Nullable String key, Times times, int priority, String route, List<String> tags) {
        this.key = key;
        this.times = times;
        this.priority = priority;
        this.route = route;
        this.tags = tags;
    }

    /** At once, for five days, priority 5, by the route {@code default}. */
    public static SubmitOptions standard() {
        return STANDARD;
    }

    /**
     * A name that the caller gives this mail: another submit with the same one returns the first one's id and submits
     * nothing, as long as the mail is in the outbox or its history. So a submit can be repeated when it isn't known
     * whether the first one succeeded.
     *
     * @param name 1 to 200 characters, none a control character
     * @throws OutboxException if it isn't that
     */
    public SubmitOptions withKey(String name) {
        if (name.isEmpty() || name.length() > LONGEST_KEY || name.chars().anyMatch(Character::isISOControl)) {
            throw new OutboxException("a key has 1 to " + LONGEST_KEY + " characters and no control characters");
        }
        return new SubmitOptions(name, times, priority, route, tags);
    }

    /** Nothing is tried before this time. It is over sooner or later if the clock is set. */
    public SubmitOptions withNotBefore(Instant time) {
        return new SubmitOptions(key, new Times(time, times.expires), priority, route, tags);
    }

    /**
     * For how long it is tried, counted from when it may first be; 5 days unless said otherwise. It is tried at least once.
     *
     * @throws OutboxException if it is negative or over ten years
     */
    public SubmitOptions withExpires(Duration after) {
        if (after.isNegative() || after.toDays() > 3650) {
            throw new OutboxException("a mail expires after 0 seconds to 10 years, not " + after);
        }
        return new SubmitOptions(key, new Times(times.notBefore, after), priority, route, tags);
    }

    /**
     * Its place in the queue: 9 first, 0 last, 5 unless said otherwise. 7 and more go before those of other destinations
     * too, as long as they are no more than half of what is claimed.
     *
     * @throws OutboxException if it is out of range
     */
    public SubmitOptions withPriority(int value) {
        if (value < 0 || value > 9) {
            throw new OutboxException("priority " + value + ": it goes from 0 to 9, which is first");
        }
        return new SubmitOptions(key, times, value, route, tags);
    }

    /**
     * The worker's route that takes it; {@code default} unless said otherwise.
     *
     * @throws OutboxException if the name isn't 1 to 64 letters, digits, dots, hyphens, colons or underscores
     */
    public SubmitOptions withRoute(String name) {
        return new SubmitOptions(key, times, priority, name(name, "a route"), tags);
    }

    /**
     * Words to find it by. The first one also takes turns with others: a million mails of one tag don't delay those of
     * another, or those without. There are 16 turns, so two of many tags may share one.
     *
     * @throws OutboxException if there are over 16, or one isn't 1 to 64 letters, digits, dots, hyphens, colons or
     *     underscores
     */
    public SubmitOptions withTags(String... names) {
        if (names.length > MOST_TAGS) {
            throw new OutboxException(names.length + " tags: at most " + MOST_TAGS);
        }
        List<String> checked = new ArrayList<>();
        for (String name : names) {
            checked.add(name(name, "a tag"));
        }
        return new SubmitOptions(key, times, priority, route, List.copyOf(checked));
    }

    private static String name(String name, String what) {
        if (!NAME.matcher(name).matches()) {
            throw new OutboxException(what + " has 1 to 64 letters, digits, dots, hyphens, colons or underscores");
        }
        return name;
    }

    /** Null for none. */
    public @Nullable String key() {
        return key;
    }

    /** Null for at once. */
    public @Nullable Instant notBefore() {
        return times.notBefore;
    }

    /** Counted from when it may first be tried. */
    public Duration expires() {
        return times.expires;
    }

    /** 0 to 9, which is first. */
    public int priority() {
        return priority;
    }

    public String route() {
        return route;
    }

    public List<String> tags() {
        return tags;
    }

    /** For the column tags: each between spaces. */
    String tagText() {
        return tags.isEmpty() ? "" : " " + String.join(" ", tags) + " ";
    }
}
