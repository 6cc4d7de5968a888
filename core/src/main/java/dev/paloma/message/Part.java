package dev.paloma.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of a message (RFC 2045): its header fields and what it holds, be it text, octets, a file, other parts or a
 * whole message. Immutable, and safe for use by several threads; a file must not change until all messages that hold the
 * part are sent.
 */
public final class Part {
    private static final byte[] CRLF = {'\r', '\n'};

    private final String type;
    private final @Nullable String id;
    private final byte[] head;
    private final Body body;

    Part(String type, @Nullable String id, byte[] head, Body body) {
        this.type = type;
        this.id = id;
        this.head = head;
        this.body = body;
    }

    /** Starts a part. */
    public static Builder builder() {
        return new Builder();
    }

    /** Plain text; any line ending is accepted. */
    public static Part text(String text) {
        Lines lines = Lines.of(text);
        return new Part("text/plain", null, PartHead.plain(lines.ascii()), new TextBody(lines, null, true));
    }

    /** HTML; any line ending is accepted. */
    public static Part html(String html) {
        Lines lines = Lines.of(html);
        return new Part("text/html", null, PartHead.html(lines.ascii()), new TextBody(lines, null, true));
    }

    /**
     * Parts in a container.
     *
     * @param subtype such as {@code alternative}
     */
    public static Part multipart(String subtype, List<Part> parts) {
        return builder().contentType("multipart/" + subtype).subparts(parts).build();
    }

    /** Type and subtype in lower case, such as {@code text/plain}. */
    public String contentType() {
        return type;
    }

    /** The Content-ID without its angle brackets; null where there is none. */
    public @Nullable String id() {
        return id;
    }

    byte[] head() {
        return head;
    }

    Body body() {
        return body;
    }

    /** Octets that {@link #writeTo} writes, or -1 if unknown. */
    long size(Form.Body offered) {
        long size = body.size(offered);
        return size < 0 ? -1 : head.length + body.encodingField(offered).length() + CRLF.length + size;
    }

    /** Header fields, empty line, body; no line end is added. */
    void writeTo(Sink sink, Form.Body offered) throws IOException {
        sink.put(head);
        sink.ascii(body.encodingField(offered));
        sink.put(CRLF);
        body.writeTo(sink, offered);
    }

    /**
     * Makes a part. It takes exactly one content: text, bytes, a file, a stream, parts, or a message. Not for several
     * threads at once.
     *
     * <p>Its methods throw a {@link MessageException} for what can't stand in a message.
     */
    public static final class Builder {
        private final PartDraft draft = new PartDraft();

        private Builder() {}

        /**
         * The media type, parameters included if you like: {@code text/csv; header=present}. Without it, it follows
         * from the content: by the file's name, or {@code text/plain}, {@code multipart/mixed}, {@code message/rfc822}.
         */
        public Builder contentType(String type) {
            draft.type(MediaType.parse(type));
            return this;
        }

        /** The charset of {@link #text}, or the one the octets are in; UTF-8 without it. */
        public Builder charset(Charset charset) {
            draft.charset = charset;
            return this;
        }

        /**
         * The transfer encoding to take. Where a server doesn't offer what 8bit or binary need, another is chosen. For
         * octets, anything but base64 and binary takes them into memory.
         */
        public Builder encoding(TransferEncoding encoding) {
            draft.encoding = encoding;
            return this;
        }

        /** A further header field, one that begins with {@code Content-} or {@code X-}. */
        public Builder header(String name, String value) {
            draft.header(name, value);
            return this;
        }

        /** A parameter of the media type; the boundary has its own method. */
        public Builder parameter(String name, String value) {
            draft.parameter(name, value);
            return this;
        }

        /** To be kept apart from the text (RFC 2183 §2.2). */
        public Builder attachment() {
            draft.disposition = "attachment";
            return this;
        }

        /** To be shown with the text (RFC 2183 §2.1). */
        public Builder inline() {
            draft.disposition = "inline";
            return this;
        }

        /** The file name to suggest; of a path only the last element is taken. */
        public Builder name(String name) {
            draft.name = PartDraft.fileName(name);
            return this;
        }

        /**
         * The Content-ID, with or without angle brackets; HTML refers to it as {@code cid:}. Any visible ASCII is taken:
         * the form of a Message-ID, with an at sign, makes it unique in the world (RFC 2045 §7), but within one mail a
         * plain word does, and every reader finds it.
         */
        public Builder id(String id) {
            boolean bracketed = id.length() > 2 && id.startsWith("<") && id.endsWith(">");
            draft.id = Checks.id("Content-ID", bracketed ? id.substring(1, id.length() - 1) : id);
            return this;
        }

        /** What is in it, in words. */
        public Builder description(String description) {
            draft.description = Checks.value("description", description);
            return this;
        }

        /**
         * The boundary to use between parts; without it one is chosen that can't be guessed. Not for parts that hold a
         * ready-made message, which isn't searched for it.
         */
        public Builder boundary(String boundary) {
            draft.boundary(boundary);
            return this;
        }

        /** Text; any line ending is accepted, and becomes CRLF. */
        public Builder text(String text) {
            draft.text(text);
            return this;
        }

        /** Octets, copied. */
        public Builder bytes(byte[] octets) {
            draft.source(Source.of(octets.clone()));
            return this;
        }

        /**
         * A file, which must not change until the message is sent.
         *
         * @throws java.io.UncheckedIOException if it can't be read
         */
        public Builder file(Path file) {
            draft.file(file, 0, -1);
            return this;
        }

        /**
         * The octets of a file from {@code start} up to but not including {@code end}.
         *
         * @throws java.io.UncheckedIOException if it can't be read
         */
        public Builder file(Path file, long start, long end) {
            if (start < 0 || end < start) {
                throw new MessageException("not a stretch of a file: " + start + " to " + end);
            }
            draft.file(file, start, end);
            return this;
        }

        /**
         * What a stream still holds; it is read to its end now and left open.
         *
         * @throws java.io.UncheckedIOException if it can't be read
         */
        public Builder stream(InputStream in) {
            draft.stream(in);
            return this;
        }

        /**
         * A new stream with the same octets each time the part is written; each is closed. The size of the message isn't
         * known beforehand.
         */
        public Builder stream(Supplier<? extends InputStream> streams) {
            draft.source(Source.of(streams::get, "stream"));
            return this;
        }

        /** Parts for a container, in order. */
        public Builder subparts(Part... parts) {
            return subparts(List.of(parts));
        }

        /** Parts for a container, in order. */
        public Builder subparts(List<Part> parts) {
            draft.subparts(parts);
            return this;
        }

        /**
         * A whole message, put in a form that fits wherever it is sent: {@code message/rfc822}, or {@code message/global},
         * in base64, if addresses in it have letters beyond ASCII before their at sign (RFC 6532 §3.7).
         */
        public Builder content(Content content) {
            draft.content(content);
            return this;
        }

        /**
         * The part.
         *
         * @throws MessageException if content is missing, or doesn't fit its type or encoding, or is nested over 100 deep
         */
        public Part build() {
            return draft.build();
        }
    }
}
