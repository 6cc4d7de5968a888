package dev.paloma.message;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where content writes itself: one buffer, used again and again, handed on whenever it is full. This is what keeps
 * composing free of garbage: encoders put octets straight into it.
 *
 * <p>Not safe for use by several threads.
 */
public abstract class Sink {
    /** Octets waiting; encoders in this package write here directly after {@link #reserve}. */
    final byte[] buffer;
    /** How many are waiting. */
    int position;

    /**
     * @param capacity octets kept before they are handed on, at least 1,024
     */
    protected Sink(int capacity) {
        if (capacity < 1024) {
            throw new IllegalArgumentException("capacity under 1,024: " + capacity);
        }
        buffer = new byte[capacity];
    }

    /** A sink over a stream, which is neither flushed nor closed but by {@link #flush}. */
    public static Sink to(OutputStream out) {
        return new Sink(8192) {
            @Override
            protected void drain(byte[] octets, int length) throws IOException {
                out.write(octets, 0, length);
            }
        };
    }

    /**
     * Takes the first {@code length} octets on. The array is the sink's own, or that of whoever puts more at once than the
     * sink holds: it is neither kept nor written to.
     */
    protected abstract void drain(byte[] octets, int length) throws IOException;

    /** Hands on what is waiting. */
    public final void flush() throws IOException {
        if (position > 0) {
            int length = position;
            position = 0;
            drain(buffer, length);
        }
    }

    /** Drops what is waiting. */
    protected final void forget() {
        position = 0;
    }

    /** Writes the low eight bits of this. */
    public final void put(int octet) throws IOException {
        if (position == buffer.length) {
            flush();
        }
        buffer[position++] = (byte) octet;
    }

    /** Writes all of these. */
    public final void put(byte[] octets) throws IOException {
        put(octets, 0, octets.length);
    }

    /** Writes so many of these, from the one at {@code offset} on; the array isn't kept. */
    public final void put(byte[] octets, int offset, int length) throws IOException {
        if (offset == 0 && length >= buffer.length) {
            flush();
            drain(octets, length);
            return;
        }
        int from = offset;
        int left = length;
        while (left > 0) {
            if (position == buffer.length) {
                flush();
            }
            int n = Math.min(left, buffer.length - position);
            System.arraycopy(octets, from, buffer, position, n);
            position += n;
            from += n;
            left -= n;
        }
    }

    /**
     * Writes ASCII text.
     *
     * @throws IllegalArgumentException at a character above U+007F: it is never narrowed to a byte
     */
    public final void ascii(String text) throws IOException {
        int length = text.length();
        int done = 0;
        while (done < length) {
            if (position == buffer.length) {
                flush();
            }
            int end = Math.min(length, done + buffer.length - position);
            while (done < end) {
                char c = text.charAt(done);
                if (c > 0x7F) {
                    throw new IllegalArgumentException("not ASCII at index " + done);
                }
                buffer[position++] = (byte) c;
                done++;
            }
        }
    }

    /** Makes room for {@code octets} (at most 1,024) at {@link #position} in {@link #buffer}. */
    final void reserve(int octets) throws IOException {
        if (buffer.length - position < octets) {
            flush();
        }
    }
}
