package dev.paloma.smtp;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A line whose other end is a text, handed out in pieces of a given size; for what needs no socket. */
final class ScriptedWire implements Wire {
    private final byte[] input;
    private final int piece;
    private int next;
    final ByteArrayOutputStream written = new ByteArrayOutputStream();

    ScriptedWire(byte[] input, int piece) {
        this.input = input;
        this.piece = piece;
    }

    static ScriptedWire saying(String text, int piece) {
        return new ScriptedWire(text.getBytes(StandardCharsets.UTF_8), piece);
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
