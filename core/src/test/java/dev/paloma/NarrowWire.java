package dev.paloma;

import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A connection in clear with small buffers, so that whoever doesn't read soon blocks the other. */
final class NarrowWire implements Wire {
    private static final int SMALL = 4096;

    private final Socket socket = new Socket();

    NarrowWire(InetSocketAddress address, Duration limit) throws IOException {
        socket.setSendBufferSize(SMALL);
        socket.connect(address, (int) limit.toMillis());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return socket.getInputStream().read(into, offset, length);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        socket.getOutputStream().write(octets, offset, length);
    }

    @Override
    public int available() throws IOException {
        return socket.getInputStream().available();
    }

    @Override
    public boolean isQuiet() throws IOException {
        return available() == 0;
    }

    @Override
    public InetAddress localAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public SecureWire secure(TlsPolicy policy, String host) {
        throw new UnsupportedOperationException("in clear only");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
