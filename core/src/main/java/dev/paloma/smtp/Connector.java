package dev.paloma.smtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** How a line to a server is opened: the place for proxies, UNIX sockets and tests. Safe for use by several threads. */
@FunctionalInterface
public interface Connector {
    /**
     * Opens a line.
     *
     * @param address where to, resolved
     * @param limit how long that may take
     * @throws IOException if it can't be opened
     */
    Wire connect(InetSocketAddress address, Duration limit) throws IOException;

    /** Plain TCP. */
    static Connector tcp() {
        return SocketWire::open;
    }
}
