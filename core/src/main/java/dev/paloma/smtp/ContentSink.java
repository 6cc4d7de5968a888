package dev.paloma.smtp;

import dev.paloma.message.Sink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Content on its way to the wire. It remembers how the line failed, since content may hide the exception. */
abstract class ContentSink extends Sink {
    private long octets;
    private @Nullable SmtpException failure;

    ContentSink(int capacity) {
        super(capacity);
    }

    /** Forgets the content before this one. */
    void restart() {
        octets = 0;
        failure = null;
        forget();
    }

    /** Octets of content so far, stuffing left out. */
    final long octets() {
        return octets;
    }

    /** Why the line failed, if that is why writing the content failed; null if the content itself did. */
    final @Nullable SmtpException failure() {
        return failure;
    }

    @Override
    protected final void drain(byte[] content, int count) throws IOException {
        if (failure != null) {
            throw failure; // content that hides a failure doesn't go on behind a gap
        }
        octets += count;
        try {
            pass(content, count);
        } catch (SmtpException e) {
            failure = e;
            throw e;
        }
    }

    /** The content is whole: all of it but the end mark is put in, and the last octet of it hasn't left. */
    final void complete() throws IOException {
        last();
        flush();
        if (failure != null) {
            throw failure;
        }
        try {
            end();
        } catch (SmtpException e) {
            failure = e;
            throw e;
        }
    }

    /** Hands octets on to the connection. */
    abstract void pass(byte[] content, int count) throws IOException;

    /** What comes now is the last. */
    abstract void last();

    /** All has been passed. */
    abstract void end() throws IOException;
}
