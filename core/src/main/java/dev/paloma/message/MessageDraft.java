package dev.paloma.message;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a {@link Message.Builder} has been told, and the making of the message from it. */
final class MessageDraft {
    final AddressFields addresses = new AddressFields();
    final ExtraFields extras = new ExtraFields();
    final Composition composition = new Composition();

    @Nullable
    String subject;

    @Nullable
    String messageId;

    @Nullable
    Instant instant;

    @Nullable
    ZonedDateTime date;

    @Nullable
    RandomGenerator random;

    @Nullable
    Clock clock;

    /** Fields with a method of their own go its way, so that each is written, and counted as a recipient, once. */
    void header(String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "from" -> addresses.from.add(new String[] {value});
            case "reply-to" -> addresses.replyTo.add(new String[] {value});
            case "to" -> addresses.to.add(new String[] {value});
            case "cc" -> addresses.cc.add(new String[] {value});
            case "sender" -> {
                only(name, addresses.sender);
                addresses.sender = Mailbox.parse(value);
            }
            case "subject" -> {
                only(name, subject);
                subject = Checks.value("Subject", value);
            }
            case "message-id" -> {
                only(name, messageId);
                messageId = MessageIds.check(value);
            }
            case "bcc" -> throw new MessageException("Bcc can't be given as a header field: it would be shown to all");
            case "date" ->
                throw new MessageException("Date can't be given as text: it is made from the time of the message");
            default -> extras.add(name, value);
        }
    }

    private static void only(String name, @Nullable Object before) {
        if (before != null) {
            throw new MessageException(name + " is there already, and a message has only one");
        }
    }

    Message build() {
        addresses.check();
        extras.check();
        Instant now = clock == null ? Instant.now() : clock.instant();
        OffsetDateTime day = date == null ? local(instant == null ? now : instant) : date.toOffsetDateTime();
        String id = messageId;
        if (id == null) {
            RandomGenerator chance = random == null ? ThreadLocalRandom.current() : random;
            id = MessageIds.create(now, chance, addresses.domain());
        }
        Part root = composition.root(new Boundaries(random));
        boolean utf8 = addresses.utf8() || extras.utf8();
        return new Message(id, head(DateField.format(day), id), root, utf8, addresses.envelope());
    }

    private OffsetDateTime local(Instant moment) {
        ZoneOffset offset =
                clock == null ? offset(moment) : clock.getZone().getRules().getOffset(moment);
        return LocalDateTime.ofEpochSecond(moment.getEpochSecond(), 0, offset).atOffset(offset);
    }

    /** By way of the old class: the new one would first look for suppliers of zones in the class path, every time. */
    private static ZoneOffset offset(Instant moment) {
        int millis = TimeZone.getDefault().getOffset(moment.toEpochMilli());
        return ZoneOffset.ofTotalSeconds(millis / 1000);
    }

    private byte[] head(String day, String id) {
        MemorySink sink = new MemorySink();
        try {
            sink.ascii("Date: ");
            sink.ascii(day);
            sink.ascii("\r\n");
            addresses.writeTo(sink);
            // Never folded: some readers lose an identifier that stands on a line of its own.
            sink.ascii("Message-ID: ");
            sink.ascii(id);
            sink.ascii("\r\n");
            if (subject != null) {
                FieldWriter.unstructured(sink, "Subject", Headers.encode(subject));
            }
            extras.writeTo(sink);
            sink.ascii("MIME-Version: 1.0\r\n");
        } catch (IOException e) {
            throw new AssertionError("memory doesn't fail", e);
        }
        return sink.octets();
    }
}
