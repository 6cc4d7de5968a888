package dev.paloma.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A message (RFC 5322, RFC 2045): composed once, sent any number of times. Date, Message-ID and boundaries are chosen
 * when it is built, so that it is the same message each time it is written. Immutable, and safe for use by several
 * threads; files it refers to must not change until it is sent.
 */
public final class Message implements Content {
    private static final byte[] CRLF = {'\r', '\n'};

    private final String messageId;
    private final byte[] head;
    private final Part root;
    private final boolean utf8;
    private final @Nullable Envelope envelope;
    /** Null until somebody asks; two threads may both read it, and read the same. */
    private volatile @Nullable Headers headers;

    Message(String messageId, byte[] head, Part root, boolean utf8, @Nullable Envelope envelope) {
        this.messageId = messageId;
        this.head = head;
        this.root = root;
        this.utf8 = utf8;
        this.envelope = envelope;
    }

    /** Starts a message. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String messageId() {
        return messageId;
    }

    /**
     * The fields at the top in the order they are written, down to Content-Type; neither Bcc, which is kept in the
     * envelope only, nor the transfer encoding, which depends on the server.
     */
    @Override
    public Headers headers() {
        Headers read = headers;
        if (read == null) {
            read = Headers.parse(
                    new String(head, StandardCharsets.UTF_8) + new String(root.head(), StandardCharsets.UTF_8));
            headers = read;
        }
        return read;
    }

    /**
     * Sender and recipients as given to the builder, or else as the fields name them, Bcc included.
     *
     * @throws MessageException if there is no recipient
     */
    @Override
    public Envelope envelope() {
        if (envelope == null) {
            throw new MessageException("no recipient: give one in To, Cc or Bcc, or apart from the header");
        }
        return envelope;
    }

    @Override
    public Form form(Form offered) {
        Form.Body body = root.body().least(offered.body());
        return body == Form.Body.SEVEN_BIT && !utf8 ? Form.PLAIN : new Form(body, utf8);
    }

    @Override
    public long size(Form form) {
        long size = root.size(form.body());
        return size < 0 ? -1 : head.length + size + (root.body().endsLine(form.body()) ? 0 : CRLF.length);
    }

    @Override
    public void writeTo(Sink sink, Form form) throws IOException {
        sink.put(head);
        root.writeTo(sink, form.body());
        if (!root.body().endsLine(form.body())) {
            sink.put(CRLF);
        }
    }

    Part root() {
        return root;
    }

    /** The Message-ID. */
    @Override
    public String toString() {
        return "Message " + messageId;
    }

    /**
     * Composes a message. Methods that take addresses add to those given before; strings are address lists as in a header
     * field, {@code "Ann <ann@example.org>, bob@example.net"}, and may hold groups. Inline
     * parts, attachments and further fields add up too; the rest replaces what was given before, but for fields of
     * threads and lists, which are refused the second time. Building twice makes two messages, each with its own Message-ID. Not for several threads at once.
     *
     * <p>Every method throws a {@link MessageException} for what can't stand in a message, such as a control character
     * in a header field; an address that can't be read is an {@link AddressException}.
     */
    public static final class Builder {
        private final MessageDraft draft = new MessageDraft();

        private Builder() {}

        /** Who wrote it; more than one needs a {@link #sender}. Without it, Sender or else the envelope's sender. */
        public Builder from(String... addresses) {
            draft.addresses.from.add(addresses);
            return this;
        }

        /** The same with mailboxes. */
        public Builder from(Mailbox... mailboxes) {
            draft.addresses.from.add(mailboxes);
            return this;
        }

        /** Who sends it, where that isn't its one author. */
        public Builder sender(String address) {
            return sender(Mailbox.parse(address));
        }

        /** The same with a mailbox. */
        public Builder sender(Mailbox mailbox) {
            draft.addresses.sender = mailbox;
            return this;
        }

        /** Whom answers go to, where that isn't From. */
        public Builder replyTo(String... addresses) {
            draft.addresses.replyTo.add(addresses);
            return this;
        }

        /** The same with mailboxes. */
        public Builder replyTo(Mailbox... mailboxes) {
            draft.addresses.replyTo.add(mailboxes);
            return this;
        }

        /** Whom it is for. */
        public Builder to(String... addresses) {
            draft.addresses.to.add(addresses);
            return this;
        }

        /** The same with mailboxes. */
        public Builder to(Mailbox... mailboxes) {
            draft.addresses.to.add(mailboxes);
            return this;
        }

        /** Who gets a copy, as all can see. */
        public Builder cc(String... addresses) {
            draft.addresses.cc.add(addresses);
            return this;
        }

        /** The same with mailboxes. */
        public Builder cc(Mailbox... mailboxes) {
            draft.addresses.cc.add(mailboxes);
            return this;
        }

        /** Recipients that nobody sees: they get the message, and stand nowhere in it. */
        public Builder bcc(String... addresses) {
            draft.addresses.bcc.add(addresses);
            return this;
        }

        /** The same with mailboxes. */
        public Builder bcc(Mailbox... mailboxes) {
            draft.addresses.bcc.add(mailboxes);
            return this;
        }

        /** Where reports of failure go: one address, or an empty string for nowhere. Without it, Sender or From. */
        public Builder envelopeSender(String address) {
            boolean none = address.isBlank() || address.equals("<>");
            draft.addresses.envelopeSender(none ? null : Mailbox.parse(address));
            return this;
        }

        /** Where reports of failure go; null for nowhere. */
        public Builder envelopeSender(@Nullable Mailbox mailbox) {
            draft.addresses.envelopeSender(mailbox);
            return this;
        }

        /** Whom it goes to, whatever To, Cc and Bcc say. */
        public Builder recipients(Collection<Mailbox> mailboxes) {
            draft.addresses.recipients(mailboxes);
            return this;
        }

        /** What it is about: any text, encoded where it must be. */
        public Builder subject(String subject) {
            draft.subject = Checks.value("Subject", subject);
            return this;
        }

        /** The date, in the zone of the clock; without it, the time when the message is built. */
        public Builder date(Instant date) {
            draft.instant = date;
            draft.date = null;
            return this;
        }

        /** The date in this zone. */
        public Builder date(ZonedDateTime date) {
            draft.date = date;
            return this;
        }

        /** The Message-ID, with or without angle brackets; without it, a new one in From's domain. */
        public Builder messageId(String id) {
            draft.messageId = MessageIds.check(id);
            return this;
        }

        /**
         * A further header field; the value is text and is encoded where it must be. Address fields, Subject and
         * Message-ID go the way of their own methods.
         *
         * @throws MessageException also for a field that the builder makes itself (MIME-Version, Content-..., Date),
         *     one that is never written (Bcc), one that only a message under way has (Resent-..., Return-Path), and the
         *     second of a kind there may be only one of (RFC 5322 §3.6)
         */
        public Builder header(String name, String value) {
            draft.header(name, value);
            return this;
        }

        /** In-Reply-To and References for an answer to this (RFC 5322 §3.6.4); nothing if it has no Message-ID. */
        public Builder inReplyTo(Headers original) {
            draft.extras.inReplyTo(original);
            return this;
        }

        /** How to leave the list (RFC 2369 §3.2): https or mailto URIs, the best one first. */
        public Builder listUnsubscribe(String... uris) {
            draft.extras.listUnsubscribe(uris);
            return this;
        }

        /** Says that a POST to the https URI is enough (RFC 8058); DKIM must sign both fields. */
        public Builder oneClick() {
            draft.extras.oneClick();
            return this;
        }

        /** {@code auto-generated}, {@code auto-replied} and the like, so that no automaton answers (RFC 3834 §5). */
        public Builder autoSubmitted(String how) {
            draft.extras.autoSubmitted(how);
            return this;
        }

        /** The text; any line ending is accepted. */
        public Builder text(String text) {
            draft.composition.text = Part.text(text);
            return this;
        }

        /** The text, which readers may wrap to their width (RFC 3676); each line given is a paragraph. */
        public Builder textFlowed(String text) {
            draft.composition.text = Part.builder()
                    .contentType("text/plain; format=flowed; delsp=no")
                    .text(FlowedText.of(text))
                    .build();
            return this;
        }

        /** The text as HTML, beside the plain text or instead of it; any line ending is accepted. */
        public Builder html(String html) {
            draft.composition.html = Part.html(html);
            return this;
        }

        /** An invitation or the like, as an alternative to the text (RFC 5546, RFC 6047). */
        public Builder calendar(String ics, String method) {
            draft.composition.calendar = Part.builder()
                    .contentType("text/calendar")
                    .parameter("method", Checks.token("calendar method", method))
                    .text(ics)
                    .build();
            return this;
        }

        /** A file that the HTML shows as {@code cid:} and this id. */
        public Builder inline(String id, Path file) {
            return inline(Part.builder()
                    .file(file)
                    .name(PartDraft.nameOf(file))
                    .id(id)
                    .inline()
                    .build());
        }

        /** The same with octets of this type, which are copied. */
        public Builder inline(String id, String type, byte[] octets) {
            return inline(Part.builder()
                    .contentType(type)
                    .bytes(octets)
                    .id(id)
                    .inline()
                    .build());
        }

        /** A part with an id, which the HTML refers to. */
        public Builder inline(Part part) {
            draft.composition.inline(part);
            return this;
        }

        /**
         * A file under its own name.
         *
         * @throws java.io.UncheckedIOException if it can't be read
         */
        public Builder attach(Path file) {
            return attach(Part.builder()
                    .file(file)
                    .name(PartDraft.nameOf(file))
                    .attachment()
                    .build());
        }

        /** Octets under this file name, of this media type; they are copied. */
        public Builder attach(String name, String type, byte[] octets) {
            return attach(PartDraft.attachment(name, type).bytes(octets).build());
        }

        /** What a stream still holds; it is read to its end now and left open. */
        public Builder attach(String name, String type, InputStream in) {
            return attach(PartDraft.attachment(name, type).stream(in).build());
        }

        /** A new stream with the same octets each time the message is written; its size isn't known beforehand. */
        public Builder attach(String name, String type, Supplier<? extends InputStream> streams) {
            return attach(PartDraft.attachment(name, type).stream(streams).build());
        }

        /** A message inside this one. */
        public Builder attach(Content message) {
            return attach(Part.builder().content(message).attachment().build());
        }

        /** A part made by hand. */
        public Builder attach(Part part) {
            draft.composition.attach(part);
            return this;
        }

        /** A body made by hand instead of text, HTML and calendar; attachments may still be added to it. */
        public Builder body(Part part) {
            draft.composition.body = part;
            return this;
        }

        /** Where Date and its zone, and the time in the Message-ID, come from. */
        public Builder clock(Clock clock) {
            draft.clock = clock;
            return this;
        }

        /** Where Message-ID and boundaries come from, for tests that must come out the same. */
        public Builder random(RandomGenerator random) {
            draft.random = random;
            return this;
        }

        /**
         * The message. It may lack recipients, but then only goes where an envelope is given.
         *
         * @throws MessageException if neither From nor anybody to take its place was given, or there are several and no
         *     Sender, or what was given doesn't go together
         */
        public Message build() {
            return draft.build();
        }
    }
}
