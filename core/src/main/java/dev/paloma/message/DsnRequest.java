package dev.paloma.message;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the sender wants to be told of a recipient's mail: the delivery status notifications of RFC 3461, which come as
 * mails to the envelope's sender. Immutable, safe for use by several threads.
 */
public final class DsnRequest {
    /** RFC 3461 §4.2, as written on the wire. */
    private static final int LONGEST_ORIGINAL = 500;

    /** Apart, so that nobody waits for it who reads none. */
    private static final class Parsed {
        private static final Pattern EVENTS =
                Pattern.compile("NOTIFY=(NEVER|(SUCCESS|FAILURE|DELAY)(,(SUCCESS|FAILURE|DELAY)){0,2})");
        private static final Pattern ORIGINAL = Pattern.compile("ORCPT=[!-~&&[^=;]]+;[!-~&&[^=]]+");
    }

    private static final DsnRequest USUAL = new DsnRequest(null, null);
    private static final DsnRequest NEVER = new DsnRequest("NEVER", null);

    private final @Nullable String events;
    private final String parameters;

    /** What there may be a report of. */
    public enum Event {
        /** The mail lies in the recipient's mailbox, or has gone where no reports come from. */
        SUCCESS,
        /** The mail can't be delivered. */
        FAILURE,
        /** The mail is still on its way, and that takes unusually long. */
        DELAY
    }

    private DsnRequest(@Nullable String events, @Nullable String original) {
        this.events = events;
        String first = events == null ? "" : "NOTIFY=" + events;
        String second = original == null ? "" : "ORCPT=" + original;
        this.parameters = first + (first.isEmpty() || second.isEmpty() ? "" : " ") + second;
    }

    /** Whatever reports the servers send unasked: usually one of failure, perhaps one of delay. */
    public static DsnRequest usual() {
        return USUAL;
    }

    /** No report at all, whatever happens. */
    public static DsnRequest never() {
        return NEVER;
    }

    /** Reports of these events and of no others. */
    public static DsnRequest on(Event event, Event... more) {
        Set<Event> events = EnumSet.of(event, more);
        return new DsnRequest(events.stream().map(Event::name).collect(Collectors.joining(",")), null);
    }

    /**
     * The same for a mail that was first sent to this address, as a list or a forwarding address; reports then name it.
     *
     * @throws MessageException if it has more than 500 characters in the form in which it is sent
     */
    public DsnRequest originally(Mailbox recipient) {
        String address = recipient.address();
        return recipient.needsUtf8()
                ? originally("utf-8;" + Xtext.encodeUtf8Address(address))
                : originally("rfc822;" + Xtext.encode(address));
    }

    /**
     * The same for a mail that was first sent to an address of another kind.
     *
     * @param type the kind of address, as registered with IANA, such as {@code x400}
     * @param address printable ASCII
     * @throws MessageException if either holds something else, or they have more than 500 characters together
     */
    public DsnRequest originally(String type, String address) {
        Checks.token("type of the original address", type);
        return originally(type.toLowerCase(Locale.ROOT) + ";" + Xtext.encode(address));
    }

    private DsnRequest originally(String encoded) {
        if (encoded.length() > LONGEST_ORIGINAL || encoded.endsWith(";")) {
            throw new MessageException(
                    "original recipient of " + encoded.length() + " characters in encoded form: at most "
                            + LONGEST_ORIGINAL + " can be sent, and an address is needed (RFC 3461 §4.2)");
        }
        return new DsnRequest(events, encoded);
    }

    /**
     * Reads what {@link #parameters} wrote, so that a request can be kept as text.
     *
     * @throws MessageException if it isn't that
     */
    public static DsnRequest parse(String parameters) {
        String events = null;
        String original = null;
        for (String parameter : parameters.isEmpty() ? new String[0] : parameters.split(" ", 2)) {
            if (events == null
                    && original == null
                    && Parsed.EVENTS.matcher(parameter).matches()) {
                events = parameter.substring("NOTIFY=".length());
            } else if (original == null
                    && parameter.length() <= "ORCPT=".length() + LONGEST_ORIGINAL
                    && Parsed.ORIGINAL.matcher(parameter).matches()) {
                original = parameter.substring("ORCPT=".length());
            } else {
                throw new MessageException("not the parameters of a request for reports: "
                        + FieldRules.shown(parameters) + " (RFC 3461 §4)");
            }
        }
        return new DsnRequest(events, original);
    }

    /**
     * The parameters of RCPT that say it: {@code NOTIFY=…}, {@code ORCPT=…}, both with a space between them, or nothing.
     * ASCII in any case.
     */
    public String parameters() {
        return parameters;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DsnRequest that && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return parameters.hashCode();
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? "the usual reports" : parameters;
    }
}
