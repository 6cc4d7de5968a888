package dev.paloma.message;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a mail is to be delivered, beyond whom it goes to. Each wish needs an extension of the server; where that isn't
 * offered nothing is sent, since a mail that goes without what was asked for can't be called back. The one exception is
 * {@link #withQueue}. Immutable, safe for use by several threads.
 */
public final class DeliveryOptions {
    /** RFC 3461 §4.4, as written on the wire. */
    private static final int LONGEST_ID = 100;
    /** RFC 6710 §3: from the least important to the most. */
    private static final int LOWEST_PRIORITY = -9;

    private static final int HIGHEST_PRIORITY = 9;

    /** 9999-12-31T23:59:59Z: years have four digits (RFC 3339 §1). Parsing it would take the command 10 ms to start. */
    private static final Instant LAST_RELEASE = Instant.ofEpochSecond(253_402_300_799L);

    private static final DeliveryOptions NONE = new DeliveryOptions(
            new Reports(null, null, null), new Schedule(null, null, null), new Handling(null, false, false, null));

    private final Reports reports;
    private final Schedule schedule;
    private final Handling handling;

    /** How much of a mail a report of its failure gives back. */
    public enum Returned {
        /** All of it. */
        FULL,
        /** Its header fields. */
        HEADERS
    }

    private record Reports(
            @Nullable DsnRequest dsn,
            @Nullable Returned returned,
            @Nullable String envelopeId) {
        boolean isNone() {
            return dsn == null && returned == null && envelopeId == null;
        }
    }

    private record Schedule(
            @Nullable Duration holdFor,
            @Nullable Instant holdUntil,
            @Nullable DeliverBy deliverBy) {
        boolean isNone() {
            return holdFor == null && holdUntil == null && deliverBy == null;
        }
    }

    private record Handling(
            @Nullable Integer priority,
            boolean requiresTls,
            boolean queue,
            @Nullable String submitter) {
        boolean isNone() {
            return priority == null && !requiresTls && submitter == null;
        }
    }

    private DeliveryOptions(Reports reports, Schedule schedule, Handling handling) {
        this.reports = reports;
        this.schedule = schedule;
        this.handling = handling;
    }

    /** No wishes. */
    public static DeliveryOptions none() {
        return NONE;
    }

    /** Whether nothing is asked for that a server must offer; a wish to be queued is none of that kind. */
    public boolean isNone() {
        return reports.isNone() && schedule.isNone() && handling.isNone();
    }

    /** Reports for every recipient for whom the envelope has no request of its own (DSN, RFC 3461 §4.1). */
    public DeliveryOptions withDsn(DsnRequest request) {
        return with(new Reports(request, reports.returned, reports.envelopeId));
    }

    /** How much a report of failure gives back (DSN, RFC 3461 §4.3). */
    public DeliveryOptions withReturned(Returned part) {
        return with(new Reports(reports.dsn, part, reports.envelopeId));
    }

    /**
     * A name for this mail by which its reports are recognised (DSN, RFC 3461 §4.4).
     *
     * @param id printable ASCII, at most 100 characters once spaces, plus and equals signs are written as three each
     * @throws MessageException if it isn't that
     */
    public DeliveryOptions withEnvelopeId(String id) {
        int length = Xtext.encode(id).length();
        if (length == 0 || length > LONGEST_ID) {
            throw new MessageException("envelope id of " + length + " characters in encoded form: from 1 to "
                    + LONGEST_ID + " can be sent (RFC 3461 §4.4)");
        }
        return with(new Reports(reports.dsn, reports.returned, id));
    }

    /**
     * Every server on the way must use TLS with a certificate that proves whom it speaks to, or give the mail back
     * (REQUIRETLS, RFC 8689). The first of them is held to it here.
     */
    public DeliveryOptions withRequiredTls() {
        return with(new Handling(handling.priority, true, handling.queue, handling.submitter));
    }

    /**
     * The mail's place among others in the servers' queues (MT-PRIORITY, RFC 6710).
     *
     * @param priority from -9, the least important, to 9; 0 is normal
     * @throws MessageException if it is out of range
     */
    public DeliveryOptions withPriority(int priority) {
        if (priority < LOWEST_PRIORITY || priority > HIGHEST_PRIORITY) {
            throw new MessageException("priority " + priority + ": it goes from " + LOWEST_PRIORITY + " to "
                    + HIGHEST_PRIORITY + " (RFC 6710)");
        }
        return with(new Handling(priority, handling.requiresTls, handling.queue, handling.submitter));
    }

    /**
     * The server is asked to put the mail in its queue instead of delivering it at once (QUED, where XQUE is offered; some
     * old servers have it). The only wish that is dropped in silence where it can't be had: a server without it is free
     * to queue all the same.
     */
    public DeliveryOptions withQueue() {
        return with(new Handling(handling.priority, handling.requiresTls, true, handling.submitter));
    }

    /**
     * Who handed the mail in, for a server that trusts this one to know (AUTH, RFC 4954 §5).
     *
     * @throws MessageException if its local part holds letters beyond ASCII, which can't be said there
     */
    public DeliveryOptions withSubmitter(Mailbox submitter) {
        if (submitter.needsUtf8()) {
            throw new MessageException("submitter " + submitter.address() + ": its local part must be ASCII");
        }
        return submittedBy(submitter.address());
    }

    /** That it isn't known who handed the mail in, or not for certain (AUTH, RFC 4954 §5). */
    public DeliveryOptions withUnknownSubmitter() {
        return submittedBy("<>");
    }

    private DeliveryOptions submittedBy(String submitter) {
        return with(new Handling(handling.priority, handling.requiresTls, handling.queue, submitter));
    }

    /** The time in which the mail is worth delivering (DELIVERBY, RFC 2852). */
    public DeliveryOptions withDeliverBy(DeliverBy time) {
        return with(new Schedule(schedule.holdFor, schedule.holdUntil, time));
    }

    /**
     * The server keeps the mail for this long before it delivers it (FUTURERELEASE, RFC 4865); instead of {@link
     * #withHoldUntil}.
     *
     * @param time whole seconds, from 1 to 999,999,999
     * @throws MessageException if it is out of range
     */
    public DeliveryOptions withHoldFor(Duration time) {
        Checks.seconds("time to hold the mail", time);
        return with(new Schedule(time, null, schedule.deliverBy));
    }

    /**
     * The server keeps the mail until then, to the second, before it delivers it (FUTURERELEASE, RFC 4865); instead of
     * {@link #withHoldFor}.
     *
     * @throws MessageException if that isn't between the years 1970 and 9999
     */
    public DeliveryOptions withHoldUntil(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST_RELEASE)) {
            throw new MessageException(
                    "time to hold the mail until: " + time + " isn't between the years 1970 and 9999");
        }
        return with(new Schedule(null, time, schedule.deliverBy));
    }

    private DeliveryOptions with(Reports changed) {
        return new DeliveryOptions(changed, schedule, handling);
    }

    private DeliveryOptions with(Schedule changed) {
        return new DeliveryOptions(reports, changed, handling);
    }

    private DeliveryOptions with(Handling changed) {
        return new DeliveryOptions(reports, schedule, changed);
    }

    /** Null for nothing said of reports. */
    public @Nullable DsnRequest dsn() {
        return reports.dsn;
    }

    /** Null where the server decides. */
    public @Nullable Returned returned() {
        return reports.returned;
    }

    /** As it was given, not encoded; null for none. */
    public @Nullable String envelopeId() {
        return reports.envelopeId;
    }

    public boolean requiresTls() {
        return handling.requiresTls;
    }

    /** Empty where nothing was said, which is not the same as 0. */
    public OptionalInt priority() {
        return handling.priority == null ? OptionalInt.empty() : OptionalInt.of(handling.priority);
    }

    public boolean asksForQueue() {
        return handling.queue;
    }

    /** An address, or {@code <>} for somebody unknown; null where nothing was said. */
    public @Nullable String submitter() {
        return handling.submitter;
    }

    /** Null for no limit. */
    public @Nullable DeliverBy deliverBy() {
        return schedule.deliverBy;
    }

    /** Null for none; never there together with {@link #holdUntil}. */
    public @Nullable Duration holdFor() {
        return schedule.holdFor;
    }

    /** Null for none. */
    public @Nullable Instant holdUntil() {
        return schedule.holdUntil;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeliveryOptions that
                && reports.equals(that.reports)
                && schedule.equals(that.schedule)
                && handling.equals(that.handling);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reports, schedule, handling);
    }

    @Override
    public String toString() {
        return reports + ", " + schedule + ", " + handling;
    }
}
