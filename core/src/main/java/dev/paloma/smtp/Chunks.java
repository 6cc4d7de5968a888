package dev.paloma.smtp;

import dev.paloma.message.ContentException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Content in chunks (RFC 3030 §2): one where its size is known beforehand, else as many as it takes. */
final class Chunks extends ContentSink {
    /** Of a content whose size isn't known. */
    static final int LARGEST = 60 * 1024;
    /** Of what is on its way to the {@link Output} where one chunk holds all. */
    static final int PASSING = 8 * 1024;

    private final Output output;
    private @Nullable Chunking chunking;
    private long announced;
    private boolean atEnd;
    private boolean lastSaid;

    /** Whoever says the BDAT commands. */
    interface Chunking {
        /** Says BDAT for a chunk whose octets follow at once. */
        void chunk(long size, boolean last) throws IOException;
    }

    Chunks(Output output, int capacity) {
        super(capacity);
        this.output = output;
    }

    /**
     * Content begins.
     *
     * @param size of all of it, or -1 if it isn't known
     */
    void begin(Chunking by, long size) {
        restart();
        chunking = by;
        announced = size;
        atEnd = false;
        lastSaid = false;
    }

    @Override
    void pass(byte[] content, int count) throws IOException {
        if (announced < 0) {
            say(count, atEnd);
        } else if (octets() > announced) {
            throw miscounted();
        } else if (!lastSaid) {
            say(announced, true);
        }
        output.put(content, 0, count);
    }

    private void say(long size, boolean last) throws IOException {
        lastSaid = last;
        if (chunking != null) {
            chunking.chunk(size, last);
        }
    }

    @Override
    void last() {
        atEnd = true;
    }

    @Override
    void end() throws IOException {
        if (announced >= 0 && octets() != announced) {
            throw miscounted();
        }
        if (!lastSaid) {
            say(0, true);
        }
    }

    private ContentException miscounted() {
        return new ContentException("the content isn't of the size it told: " + announced + " octets");
    }
}
