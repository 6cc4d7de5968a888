package dev.paloma.smtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a line to a server is opened: the place for proxies, UNIX sockets and tests. Safe for use by several threads. */
@FunctionalInterface
public interface Connector {
    /**
     * Opens a line.
     *
     * @param address where to; resolved, unless {@link #resolvesNames}
     * @param limit how long that may take
     * @throws IOException if it can't be opened
     */
    Wire connect(InetSocketAddress address, Duration limit) throws IOException;

    /** Whether {@link #connect} takes the server's name as it is, in an unresolved address, and nobody need look it up. */
    default boolean resolvesNames() {
        return false;
    }

    /**
     * Whether what it reaches under a name of this machine, such as {@code localhost}, can be taken for this machine, so that
     * nobody between can read it. Asked only where it {@link #resolvesNames}: a proxy elsewhere would reach itself.
     */
    default boolean isLocal() {
        return false;
    }

    /** Plain TCP. */
    static Connector tcp() {
        return SocketWire::open;
    }

    /**
     * Through a SOCKS proxy of version 5 (RFC 1928), which looks up the server's name. Reaching the proxy and all that
     * is said with it count against the limit for connecting; what goes wrong there has {@link Stage#PROXY}. User and
     * password go to the proxy in clear (RFC 1929).
     *
     * @param host the proxy's name or address
     * @param user null, and the password too, where the proxy wants none; each at most 255 octets of UTF-8
     * @throws IllegalArgumentException if there can't be such a host, port, user or password; the text shows none of
     *     the latter
     */
    static Connector socks5(String host, int port, @Nullable String user, @Nullable String password) {
        return new Socks5(host, port, ProxyLogin.of(user, password));
    }

    /**
     * Through an HTTP proxy that knows CONNECT (RFC 9110 §9.3.6), with Basic login (RFC 7617), which goes in clear;
     * otherwise as {@link #socks5}.
     *
     * @throws IllegalArgumentException as there, and if the user has a colon
     */
    static Connector httpConnect(String host, int port, @Nullable String user, @Nullable String password) {
        return new HttpConnect(host, port, ProxyLogin.of(user, password));
    }

    /**
     * Over the UNIX socket at this path. The server's name serves only for TLS and for texts.
     *
     * @throws IllegalArgumentException if the path isn't of the default file system
     */
    static Connector unix(Path path) {
        return UnixWire.at(path);
    }
}
