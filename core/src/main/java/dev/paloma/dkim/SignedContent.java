package dev.paloma.dkim;

import dev.paloma.message.Content;
import dev.paloma.message.ContentException;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Content behind its signatures, in the one form that they are for: whatever a server offers, that form or none. It is
 * read anew each time it is written; if it isn't what was signed any more, writing it fails before its end.
 */
final class SignedContent implements Content {
    private final Content content;
    private final Form form;
    private final byte[] signatures;
    private final FirstPass.Facts facts;

    /**
     * @param signatures whole fields, with line ends
     * @param facts what was signed
     */
    SignedContent(Content content, Form form, String signatures, FirstPass.Facts facts) {
        this.content = content;
        this.form = form;
        this.signatures = signatures.getBytes(StandardCharsets.US_ASCII);
        this.facts = facts;
    }

    /** The signatures, and below them the fields of what is signed. */
    @Override
    public Headers headers() {
        return Headers.parse(new String(signatures, StandardCharsets.US_ASCII)).append(content.headers());
    }

    @Override
    public @Nullable String messageId() {
        return content.messageId();
    }

    @Override
    public Envelope envelope() {
        return content.envelope();
    }

    @Override
    public Form form(Form offered) {
        return form;
    }

    @Override
    public long size(Form needed) {
        return signatures.length + facts.size();
    }

    @Override
    public void writeTo(Sink sink, Form offered) throws IOException {
        if (!offered.covers(form)) {
            throw new IllegalArgumentException("signed in the form " + form + ", so it can't be put in " + offered);
        }
        sink.put(signatures);
        Passing passing = new Passing(sink);
        content.writeTo(passing, form);
        passing.end(facts);
    }

    /** A signature over something else would be worse than none, and nobody would notice here. */
    private static final class Passing extends Sink {
        private final Sink sink;
        private final CRC32C checksum = new CRC32C();
        private long size;

        Passing(Sink sink) {
            super(8192);
            this.sink = sink;
        }

        @Override
        protected void drain(byte[] octets, int length) throws IOException {
            checksum.update(octets, 0, length);
            size += length;
            sink.put(octets, 0, length);
        }

        void end(FirstPass.Facts signed) throws IOException {
            flush();
            if (size != signed.size() || checksum.getValue() != signed.checksum()) {
                throw new ContentException("the content isn't what was signed any more: it has changed since");
            }
        }
    }

    /** What is signed. */
    @Override
    public String toString() {
        return "signed " + content;
    }
}
