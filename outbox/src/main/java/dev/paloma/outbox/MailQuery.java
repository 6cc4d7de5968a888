package dev.paloma.outbox;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which mails are meant: those for which all that is said here holds. Immutable, safe for use by several threads. */
public final class MailQuery {
    private static final int MOST = 10_000;
    private static final MailQuery ALL = new MailQuery(null, new Places(null, null), null, null, 100, null);

    private final @Nullable MailState state;
    private final Places places;
    private final @Nullable String tag;
    private final @Nullable Duration age;
    private final int limit;
    private final @Nullable String before;

    private record Places(@Nullable String domain, @Nullable String recipient) {}

    private MailQuery(
            @Nullable MailState state,
            Places places,
            @Nullable String tag,
            @Nullable Duration age,
            int limit,
            @Nullable String before) {
        this.state = state;
        this.places = places;
        this.tag = tag;
        this.age = age;
        this.limit = limit;
        this.before = before;
    }

    /** Every mail, 100 at a time. */
    public static MailQuery all() {
        return ALL;
    }

    public MailQuery withState(MailState now) {
        return new MailQuery(now, places, tag, age, limit, before);
    }

    /** With a recipient in this domain, given in its ASCII form. */
    public MailQuery withDomain(String domain) {
        Places other = new Places(domain.toLowerCase(Locale.ROOT), places.recipient);
        return new MailQuery(state, other, tag, age, limit, before);
    }

    /** With this recipient, written as it goes on the wire. */
    public MailQuery withRecipient(String address) {
        return new MailQuery(state, new Places(places.domain, address), tag, age, limit, before);
    }

    public MailQuery withTag(String name) {
        return new MailQuery(state, places, name, age, limit, before);
    }

    /** Submitted at least so long ago. */
    public MailQuery withAge(Duration atLeast) {
        return new MailQuery(state, places, tag, atLeast, limit, before);
    }

    /**
     * How many are listed at most, 1 to 10,000.
     *
     * @throws OutboxException if it is out of range
     */
    public MailQuery withLimit(int most) {
        if (most < 1 || most > MOST) {
            throw new OutboxException("a limit is 1 to " + MOST + ", not " + most);
        }
        return new MailQuery(state, places, tag, age, most, before);
    }

    /** Only those submitted before this one: the next page after a list's last mail. */
    public MailQuery before(String id) {
        return new MailQuery(state, places, tag, age, limit, id);
    }

    @Nullable
    MailState state() {
        return state;
    }

    @Nullable
    String domain() {
        return places.domain;
    }

    @Nullable
    String recipient() {
        return places.recipient;
    }

    @Nullable
    String tag() {
        return tag;
    }

    @Nullable
    Duration age() {
        return age;
    }

    int limit() {
        return limit;
    }

    @Nullable
    String before() {
        return before;
    }
}
