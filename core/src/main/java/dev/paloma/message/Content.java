package dev.paloma.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What goes after DATA: anything that can write itself, any number of times, each time the same octets for the same
 * form. A built {@link Message} is content, and so is a ready-made one, see {@link RawContent}.
 *
 * <p>Implementations are immutable and safe for use by several threads.
 */
public interface Content {
    /** The header fields at the top, Bcc included where the content has one. */
    Headers headers();

    /** The Message-ID with its angle brackets; null if it has none. */
    default @Nullable String messageId() {
        return headers().get("Message-ID");
    }

    /**
     * Sender and recipients as the header fields name them (RFC 5322 §3.6.2, §3.6.6).
     *
     * @throws MessageException if there is no recipient, or no single sender, or an address that can't be read
     */
    Envelope envelope();

    /**
     * The least form this content can be put in where {@code offered} is offered. If the answer isn't covered by
     * {@code offered}, the content can't be sent there.
     */
    Form form(Form offered);

    /**
     * Octets that {@link #writeTo} writes for this form, or -1 if that isn't known without doing it.
     *
     * @param form an answer of {@link #form}
     */
    long size(Form form);

    /**
     * Writes it whole, with CRLF line ends, ending in CRLF unless the form is binary; the end mark and dot-stuffing
     * aren't its business. Bcc fields are never written. The sink isn't flushed.
     *
     * @param form an answer of {@link #form}
     * @throws IOException if the sink fails, or a {@link ContentException} if the content itself does
     */
    void writeTo(Sink sink, Form form) throws IOException;

    /**
     * A ready-made message from text; a file's name is text like any other. For pieces of several kinds see
     * {@link RawContent#builder}.
     *
     * @throws MessageException if it holds half a surrogate pair, or its header is over 16 MiB
     */
    static RawContent of(String message) {
        try {
            return RawContent.builder().add(message).build();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't be read", e);
        }
    }

    /**
     * A ready-made message from octets.
     *
     * @throws MessageException if its header is over 16 MiB
     */
    static RawContent of(byte[] message) {
        try {
            return RawContent.builder().add(message).build();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't be read", e);
        }
    }

    /**
     * A ready-made message in a file, which must stay as it is until the last sending.
     *
     * @throws IOException if it can't be read
     * @throws MessageException if its header is over 16 MiB
     */
    static RawContent of(Path message) throws IOException {
        return RawContent.builder().add(message).build();
    }

    /**
     * A ready-made message from what is left of a stream, which is read to its end now and left open.
     *
     * @throws IOException if the stream fails
     * @throws MessageException if its header is over 16 MiB
     */
    static RawContent of(InputStream message) throws IOException {
        return RawContent.builder().add(message).build();
    }
}
