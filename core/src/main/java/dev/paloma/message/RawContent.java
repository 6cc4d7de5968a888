package dev.paloma.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A ready-made message: sent as it is, but for three things. Line ends become CRLF, and the last line has one; Bcc and
 * Resent-Bcc fields at the top are left out, and what stands before the header: empty lines and the {@code From } line
 * of a mailbox file; and where a server can't take 8-bit or binary text, the parts and header fields that hold it are
 * re-encoded (RFC 6152 §3, RFC 2047, RFC 2231), unless the message is signed or encrypted.
 *
 * <p>Header fields that aren't UTF-8 are read as windows-1252, and re-encoded for every server.
 *
 * <p>It needn't have a header: if the first line is no field, all of it is body, and nothing is added. Immutable and
 * safe for use by several threads; files must stay as they are until the last sending.
 */
public final class RawContent implements Content {
    private final Octets octets;
    private final RawFacts facts;
    private final Headers headers;

    private RawContent(Octets octets) throws IOException {
        this.octets = octets;
        this.facts = RawFacts.of(octets);
        this.headers = facts.headers();
    }

    /** Starts a message from pieces that are put together as they are, without anything between them. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The fields at the top, Bcc included. What can't be read as a field is left out; control characters are replaced
     * by U+FFFD.
     */
    @Override
    public Headers headers() {
        return headers;
    }

    /**
     * {@inheritDoc} Where there are Resent fields the topmost block of them counts alone. The sender is Sender's, else
     * From's address.
     */
    @Override
    public Envelope envelope() {
        return HeaderEnvelope.of(headers);
    }

    @Override
    public Form form(Form offered) {
        return facts.need(offered);
    }

    @Override
    public long size(Form form) {
        boolean asItIs =
                form.body().compareTo(facts.need()) >= 0 && !facts.fields().areEncoded(form.utf8());
        if (asItIs && !(facts.hasBinaryPart() && form.body() == Form.Body.BINARY)) {
            return facts.size();
        }
        CountingSink counter = new CountingSink();
        try {
            writeTo(counter, form);
            counter.flush();
            return counter.count;
        } catch (IOException e) {
            // A file that changed; writing it will tell.
            return -1;
        }
    }

    @Override
    public void writeTo(Sink sink, Form form) throws IOException {
        if (!form.covers(form(form))) {
            throw new IllegalArgumentException("can't be put in the form " + form);
        }
        facts.walk(octets, new RawWriter(sink, facts, form));
    }

    private static final class CountingSink extends Sink {
        private long count;

        CountingSink() {
            super(8192);
        }

        @Override
        protected void drain(byte[] ignored, int length) {
            count += length;
        }
    }

    /** Puts a message together. Not safe for use by several threads. */
    public static final class Builder {
        private final List<Octets> pieces = new ArrayList<>();

        private Builder() {}

        /**
         * Adds text as UTF-8.
         *
         * @throws MessageException if it holds half a surrogate pair
         */
        public Builder add(String text) {
            int lone = FieldRules.loneSurrogate(text);
            if (lone >= 0) {
                throw new MessageException(
                        "content: " + FieldRules.nameOf(text.charAt(lone)) + " at position " + (lone + 1));
            }
            pieces.add(new MemoryOctets(text.getBytes(StandardCharsets.UTF_8)));
            return this;
        }

        /** Adds a copy of these octets. */
        public Builder add(byte[] content) {
            pieces.add(Octets.of(content));
            return this;
        }

        /** Adds these fields, folded, and the empty line that ends a header. */
        public Builder add(Headers fields) {
            return add(fields, "\r\n");
        }

        /**
         * Adds these fields, folded, and no empty line: what comes next brings more of them. So a message is sent on to
         * somebody else, with Resent fields of one's own before all others (RFC 5322 §3.6.6).
         */
        public Builder fields(Headers fields) {
            return add(fields, "");
        }

        private Builder add(Headers fields, String end) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            try {
                Sink sink = Sink.to(written);
                fields.writeTo(sink);
                sink.ascii(end);
                sink.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            pieces.add(new MemoryOctets(written.toByteArray()));
            return this;
        }

        /**
         * Adds what a file holds. It is read whenever that is needed and must not change until then; a pipe or device is
         * read to its end now.
         *
         * @throws IOException if it can't be read
         */
        public Builder add(Path file) throws IOException {
            pieces.add(Octets.of(file));
            return this;
        }

        /**
         * Adds what is left of a stream: reads it to its end now, and leaves it open. Over 1 MiB goes into a temporary
         * file that only this process can read.
         *
         * @throws IOException if the stream fails
         */
        public Builder add(InputStream stream) throws IOException {
            pieces.add(Octets.spool(stream));
            return this;
        }

        /**
         * Reads all of it once.
         *
         * @throws MessageException if the header is over 16 MiB, begins with a byte order mark, has lines that end in
         *     CR CR LF, or holds octets that aren't UTF-8 where they can't be encoded
         * @throws IOException if a file can't be read any more
         */
        public RawContent build() throws IOException {
            return new RawContent(pieces.size() == 1 ? pieces.get(0) : new JoinedOctets(pieces));
        }
    }
}
