package dev.paloma.smtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A TCP connection. It sits on a channel, so that interrupting the thread that waits on it ends it. */
final class SocketWire extends StreamWire {
    private SocketWire(Socket socket) throws IOException {
        super(socket, socket);
    }

    static SocketWire open(InetSocketAddress address, Duration limit) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // every write is whole already
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(address, Math.toIntExact(Math.max(1, limit.toMillis())));
            return new SocketWire(channel.socket());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Reads one octet; -1 at the end.
     *
     * @throws java.net.SocketTimeoutException if none comes in time
     */
    int read(Duration limit) throws IOException {
        raw().setSoTimeout(Math.toIntExact(Math.max(1, limit.toMillis())));
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        raw().setSoTimeout(0);
        return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public SecureWire secure(TlsPolicy policy, String host) throws IOException {
        return TlsWire.handshake(raw(), policy, host);
    }
}
