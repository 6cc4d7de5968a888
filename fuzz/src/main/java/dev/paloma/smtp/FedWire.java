package dev.paloma.smtp;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A line whose other end is given octets, handed out in pieces; keeps what is written, and the last write by itself. */
final class FedWire implements Wire {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    int longestWrite;
    int lastWrite;
    private final byte[] input;
    private final int piece;
    private int next;

    FedWire(byte[] input, int piece) {
        this.input = input;
        this.piece = piece;
    }

    /** The line on top of it, with deadlines that nobody watches. */
    Line line() {
        return new Line(this, new Watchdog(), Timeouts.standard(), new Stopwatch(Stage.CONNECT));
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (next == input.length) {
            return -1;
        }
        int n = Math.min(Math.min(piece, length), input.length - next);
        System.arraycopy(input, next, into, offset, n);
        next += n;
        return n;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        written.write(octets, offset, length);
        longestWrite = Math.max(longestWrite, length);
        lastWrite = length;
    }

    @Override
    public int available() {
        return input.length - next;
    }

    @Override
    public boolean isQuiet() {
        return available() == 0;
    }

    @Override
    public @Nullable InetAddress localAddress() {
        return null;
    }

    @Override
    public SecureWire secure(TlsPolicy policy, String host) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
