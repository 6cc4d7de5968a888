package dev.paloma.message;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 in lines of 76 (RFC 2045 §6.8), put straight into a sink's buffer. The JDK's encoder is several times quicker
 * without line ends than with them, and than any table, because the JVM has it in vector instructions: so blocks of
 * whole lines are encoded with it and then cut. A line end stands between lines, not after the last one.
 */
final class Base64Encoder {
    /** Octets that make a full line. */
    static final int LINE_OCTETS = 57;

    private static final int LINE_LETTERS = 76;
    /** Lines that are encoded at once; what comes in stretches of so many makes no garbage. */
    static final int BLOCK_LINES = 18;

    private static final Base64.Encoder JDK = Base64.getEncoder();

    private final byte[] block = new byte[BLOCK_LINES * LINE_OCTETS];
    private final byte[] letters = new byte[BLOCK_LINES * LINE_LETTERS];
    private boolean started;

    /** Octets that come of this many. */
    static long size(long octets) {
        long letters = (octets + 2) / 3 * 4;
        return letters + 2 * (Math.max(0, letters - 1) / LINE_LETTERS);
    }

    /** Encodes a stretch; all stretches but the last hold a multiple of {@link #LINE_OCTETS}. */
    void encode(byte[] octets, int from, int to, Sink sink) throws IOException {
        for (int at = from; at < to; at += block.length) {
            int length = Math.min(block.length, to - at);
            byte[] exact = length == block.length ? block : Arrays.copyOf(block, length);
            System.arraycopy(octets, at, exact, 0, length);
            lines(JDK.encode(exact, letters), sink);
        }
    }

    private void lines(int length, Sink sink) throws IOException {
        for (int at = 0; at < length; at += LINE_LETTERS) {
            sink.reserve(LINE_LETTERS + 2);
            byte[] buffer = sink.buffer;
            int position = sink.position;
            if (started) {
                buffer[position++] = '\r';
                buffer[position++] = '\n';
            }
            started = true;
            int letters = Math.min(LINE_LETTERS, length - at);
            System.arraycopy(this.letters, at, buffer, position, letters);
            sink.position = position + letters;
        }
    }
}
