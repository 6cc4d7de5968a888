package dev.paloma.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the fuzzer made up, in pieces. Choices come from its end and texts from its beginning, so that changing the one
 * doesn't move the other. Needs nothing of the fuzzer: the build replays inputs without it.
 */
public final class Input {
    /** Ends a piece; never an octet of UTF-8. */
    private static final int SEPARATOR = 0xFF;
    /** As the last octet: the three before it say which stretch is to be repeated, and how large the whole gets. */
    private static final byte GROW = (byte) 0xFD;

    private static final int LEAST_GROWN = 256;
    /** 16 KiB at most: what takes quadratic time shows there, since the fuzzer watches each comparison. */
    private static final int DOUBLINGS = 7;

    private final byte[] data;
    private int next;
    private int end;

    public Input(byte[] given) {
        data = grown(given);
        end = data.length;
    }

    private static byte[] grown(byte[] given) {
        int body = given.length - 4;
        if (body < 1 || given[given.length - 1] != GROW) {
            return given;
        }
        int from = (given[body] & 0xFF) % body;
        int length = Math.min(1 + (given[body + 1] & 0xFF), body - from);
        int times = (LEAST_GROWN << (given[body + 2] & 0xFF) % DOUBLINGS) / length;
        ByteArrayOutputStream grown = new ByteArrayOutputStream();
        grown.write(given, 0, from);
        for (int i = 0; i < times; i++) {
            grown.write(given, from, length);
        }
        grown.write(given, from + length, body - from - length);
        return grown.toByteArray();
    }

    public boolean isEmpty() {
        return next == end;
    }

    /** A number from 0 up to this, which is at most 256; 0 once nothing is left. */
    public int choice(int bound) {
        return isEmpty() ? 0 : (data[--end] & 0xFF) % bound;
    }

    /** A number from 0 up to this, taken from the beginning. */
    public int step(int bound) {
        return isEmpty() ? 0 : (data[next++] & 0xFF) % bound;
    }

    /** All that is left. */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(data, next, end);
        next = end;
        return rest;
    }

    /** Octets up to the next separator. */
    public byte[] octets() {
        int start = next;
        while (next < end && (data[next] & 0xFF) != SEPARATOR) {
            next++;
        }
        byte[] octets = Arrays.copyOfRange(data, start, next);
        next = Math.min(end, next + 1);
        return octets;
    }

    /** All that is left, as text. */
    public String restAsText() {
        return text(rest());
    }

    /** Text up to the next separator. */
    public String text() {
        return text(octets());
    }

    /** UTF-8, and two characters of private use that stand for what UTF-8 can't hold: halves of surrogate pairs. */
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8)
                .replace('\uE000', '\uD800')
                .replace('\uE001', '\uDC00');
    }
}
