package dev.paloma.message;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Base64 in lines of 76 (RFC 2045 §6.8), put straight into a sink's buffer. Six octets are read as one long and written
 * as another: a table of all pairs of letters makes that four look-ups. A line end stands between lines, not after the
 * last one.
 */
final class Base64Encoder {
    /** Octets that make a full line. */
    static final int LINE_OCTETS = 57;

    private static final int LINE_LETTERS = 76;
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);
    private static final short[] PAIRS = pairs();

    private boolean started;

    /** Octets that come of this many. */
    static long size(long octets) {
        long letters = (octets + 2) / 3 * 4;
        return letters + 2 * (Math.max(0, letters - 1) / LINE_LETTERS);
    }

    /** Encodes a block; all blocks but the last hold a multiple of {@link #LINE_OCTETS}. */
    void encode(byte[] octets, int from, int to, Sink sink) throws IOException {
        for (int at = from; at < to; at += LINE_OCTETS) {
            sink.reserve(LINE_LETTERS + 2);
            int out = sink.position;
            if (started) {
                sink.buffer[out++] = '\r';
                sink.buffer[out++] = '\n';
            }
            started = true;
            sink.position = line(octets, at, Math.min(to, at + LINE_OCTETS), sink.buffer, out);
        }
    }

    private static int line(byte[] in, int from, int to, byte[] buffer, int position) {
        int at = from;
        int out = position;
        // A long is eight octets though only six are used: the array must have two more.
        int fast = Math.min(to - 6, in.length - 8);
        for (; at <= fast; at += 6, out += 8) {
            long six = (long) BIG.get(in, at);
            long letters = PAIRS[(int) (six >>> 52)]
                    | ((long) PAIRS[(int) (six >>> 40) & 0xFFF] << 16)
                    | ((long) PAIRS[(int) (six >>> 28) & 0xFFF] << 32)
                    | ((long) PAIRS[(int) (six >>> 16) & 0xFFF] << 48);
            LITTLE.set(buffer, out, letters);
        }
        for (; at + 3 <= to; at += 3, out += 4) {
            quad(((in[at] & 0xFF) << 16) | ((in[at + 1] & 0xFF) << 8) | (in[at + 2] & 0xFF), buffer, out);
        }
        return at == to ? out : tail(in, at, to, buffer, out);
    }

    private static int tail(byte[] in, int at, int to, byte[] buffer, int out) {
        boolean two = to - at == 2;
        quad(((in[at] & 0xFF) << 16) | (two ? (in[at + 1] & 0xFF) << 8 : 0), buffer, out);
        buffer[out + 3] = '=';
        if (!two) {
            buffer[out + 2] = '=';
        }
        return out + 4;
    }

    private static void quad(int bits, byte[] buffer, int out) {
        buffer[out] = LETTERS[(bits >> 18) & 0x3F];
        buffer[out + 1] = LETTERS[(bits >> 12) & 0x3F];
        buffer[out + 2] = LETTERS[(bits >> 6) & 0x3F];
        buffer[out + 3] = LETTERS[bits & 0x3F];
    }

    private static short[] pairs() {
        short[] pairs = new short[4096];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (LETTERS[i >> 6] | (LETTERS[i & 0x3F] << 8));
        }
        return pairs;
    }
}
