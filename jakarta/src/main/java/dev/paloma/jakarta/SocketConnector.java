package dev.paloma.jakarta;

import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets made by somebody's own factories.
 *
 * @param sockets makes the plain ones
 * @param local where they are bound to; null for anywhere
 * @param tls secures them, and decides whom it trusts; null for what the TLS policy trusts
 */
record SocketConnector(
        SocketFactory sockets,
        @Nullable InetSocketAddress local,
        @Nullable SSLSocketFactory tls) implements Connector {
    @Override
    public Wire connect(InetSocketAddress address, Duration limit) throws IOException {
        Socket socket = sockets.createSocket();
        try {
            socket.setTcpNoDelay(true);
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(address, Math.toIntExact(Math.max(1, limit.toMillis())));
            return new SocketLine(socket, socket, tls);
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }
}
