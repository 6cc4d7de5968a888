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

    static Wire open(InetSocketAddress address, Duration limit) throws IOException {
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

    @Override
    public SecureWire secure(TlsPolicy policy, String host) throws IOException {
        return TlsWire.handshake(raw(), policy, host);
    }
}
