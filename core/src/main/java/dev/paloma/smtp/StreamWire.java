package dev.paloma.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A line over a TCP socket, bare or under TLS. Closing it closes the bare socket, which never waits for its peer. */
abstract class StreamWire implements Wire {
    private final Socket raw;
    private final Socket spoken;
    private final InputStream in;
    private final OutputStream out;

    /**
     * @param raw the TCP socket
     * @param spoken the one to read and write: the same, or TLS on it
     */
    StreamWire(Socket raw, Socket spoken) throws IOException {
        this.raw = raw;
        this.spoken = spoken;
        this.in = spoken.getInputStream();
        this.out = spoken.getOutputStream();
    }

    final Socket raw() {
        return raw;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
    }

    @Override
    public final void write(byte[] octets, int offset, int length) throws IOException {
        out.write(octets, offset, length);
    }

    @Override
    public final int available() throws IOException {
        return in.available();
    }

    /** Only reading tells an end or a reset from silence; under TLS it also takes in what belongs to no mail (tickets). */
    @Override
    public final boolean isQuiet() {
        SocketChannel channel = spoken == raw ? raw.getChannel() : null;
        return channel == null ? isQuietForAMoment() : isQuiet(channel);
    }

    /** Costs microseconds, where the other way waits for a millisecond; but only what reads the octets themselves can do it. */
    private static boolean isQuiet(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            boolean quiet = channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return quiet;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isQuietForAMoment() {
        try {
            spoken.setSoTimeout(1);
            in.read();
            return false;
        } catch (SocketTimeoutException e) {
            return waitsAgain();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean waitsAgain() {
        try {
            spoken.setSoTimeout(0);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public final @Nullable InetAddress localAddress() {
        return raw.getLocalAddress();
    }

    @Override
    public final void close() throws IOException {
        raw.close();
    }
}
