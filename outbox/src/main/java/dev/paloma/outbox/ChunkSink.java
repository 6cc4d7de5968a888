package dev.paloma.outbox;

import dev.paloma.message.Content;
import dev.paloma.message.Form;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.util.Arrays;

/** Cuts content into rows of at most 256 KiB, and hands each on as soon as it is full. */
final class ChunkSink extends Sink {
    static final int LARGEST = 256 << 10;

    private static final Form EIGHT_BIT = new Form(Form.Body.EIGHT_BIT, true);
    private static final Form BINARY = new Form(Form.Body.BINARY, true);

    private final Taker taker;
    private int number;
    private long size;

    /** Takes the rows, from number 0 on. */
    @FunctionalInterface
    interface Taker {
        void take(int number, byte[] octets) throws IOException;
    }

    /**
     * @param expected octets in all, or -1 if that isn't known
     */
    ChunkSink(long expected, Taker taker) {
        super(expected < 0 ? LARGEST : (int) Math.max(1024, Math.min(LARGEST, expected)));
        this.taker = taker;
    }

    /**
     * How content is kept: as it is where it has no binary part, for a server that takes less it is re-encoded when it is
     * sent.
     */
    static Form form(Content content) {
        Form least = content.form(EIGHT_BIT);
        return EIGHT_BIT.covers(least) ? least : content.form(BINARY);
    }

    @Override
    protected void drain(byte[] octets, int length) throws IOException {
        for (int from = 0; from < length; from += LARGEST) {
            int to = Math.min(length, from + LARGEST);
            taker.take(number++, Arrays.copyOfRange(octets, from, to));
            size += to - from;
        }
    }

    /** Octets handed on so far. */
    long size() {
        return size;
    }
}
