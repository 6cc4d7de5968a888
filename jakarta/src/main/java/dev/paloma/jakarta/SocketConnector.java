package dev.paloma.jakarta;

import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets made by somebody's own factories.
 *
 * @param sockets makes the plain ones
 * @param local where they are bound to; null for anywhere
 * @param tls how they are secured
 */
record SocketConnector(SocketFactory sockets, @Nullable InetSocketAddress local, Layer tls) implements Connector {
    /**
     * TLS by somebody's own factory, which decides whom it trusts.
     *
     * @param factory makes it
     * @param identity whether the certificate must bear the server's name
     * @param protocols the only versions; empty for the factory's
     * @param ciphers the only suites; empty for the factory's
     */
    record Layer(SSLSocketFactory factory, boolean identity, List<String> protocols, List<String> ciphers) {}

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
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
