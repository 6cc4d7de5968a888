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
    private final InputStream rawIn;
    private final InputStream in;
    private final OutputStream out;
    /** What a look reads into; one for all looks. */
    private final ByteBuffer octet = ByteBuffer.allocate(1);

    /** The other side has said something; its tickets, which follow the handshake, have been taken in with that. */
    private boolean hasSpoken;

    /**
     * @param raw the TCP socket
     * @param spoken the one to read and write: the same, or TLS on it
     */
    StreamWire(Socket raw, Socket spoken) throws IOException {
        this.raw = raw;
        this.spoken = spoken;
        this.rawIn = raw.getInputStream();
        this.in = spoken == raw ? rawIn : spoken.getInputStream();
        this.out = spoken.getOutputStream();
    }

    final Socket raw() {
        return raw;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        hasSpoken |= count > 0;
        return count;
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
        SocketChannel channel = raw.getChannel();
        try {
            boolean mayHoldTickets = spoken != raw && (!hasSpoken || rawIn.available() > 0);
            if (channel == null || mayHoldTickets) {
                return isQuietForAMoment();
            }
            return isSilent(channel);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Costs microseconds, where the other way waits for a millisecond. An octet that comes just now is lost with this, and TLS
     * out of step: then this line isn't quiet, and nobody uses it any more.
     */
    private boolean isSilent(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        boolean silent = channel.read(octet.clear()) == 0;
        channel.configureBlocking(true);
        return silent;
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
