package dev.paloma.message;

import java.util.Arrays;

/** A sink that keeps everything, for header fields, which are written once when a message is built. */
final class MemorySink extends Sink {
    private static final byte[] NONE = {};

    private byte[] drained = NONE;

    MemorySink() {
        super(1024);
    }

    @Override
    protected void drain(byte[] octets, int length) {
        int end = drained.length;
        drained = Arrays.copyOf(drained, end + length);
        System.arraycopy(octets, 0, drained, end, length);
    }

    /** What was written so far. */
    byte[] octets() {
        if (drained.length == 0) {
            return Arrays.copyOf(buffer, position);
        }
        drain(buffer, position);
        position = 0;
        return drained;
    }
}
