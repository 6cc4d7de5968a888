package dev.paloma.jakarta;

import dev.paloma.smtp.Connector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The way to a server that a session's properties ask for: straight, through a proxy, or with somebody's own sockets. */
final class Reach {
    /** The one class that old settings name; it means TLS from the first octet, with the system's trust. */
    static final String JDK_FACTORY = "javax.net.ssl.SSLSocketFactory";

    private Reach() {}

    static boolean isProxied(SessionProperties properties) {
        return properties.text("proxy.host") != null || properties.text("socks.host") != null;
    }

    /** Whether the sockets of {@code socketFactory} speak TLS by themselves. */
    static boolean factoryIsTls(SessionProperties properties) {
        return properties.object("socketFactory") instanceof SSLSocketFactory
                || properties.text("socketFactory.class") != null;
    }

    static Connector of(SessionProperties properties) {
        SocketFactory sockets = factory(properties, "socketFactory", SocketFactory.class);
        SSLSocketFactory tls = factory(properties, "ssl.socketFactory", SSLSocketFactory.class);
        String localAddress = properties.text("localaddress");
        int localPort = properties.port("localport", 0);
        boolean own = sockets != null || tls != null || localAddress != null || localPort != 0;
        if (isProxied(properties)) {
            if (own) {
                throw properties.bad(
                        "proxy.host", "and socks.host go together with no socket factory or local address");
            }
            return proxy(properties);
        }
        if (!own) {
            return Connector.tcp();
        }
        if (tls == null && sockets instanceof SSLSocketFactory both) {
            tls = both;
        }
        SocketFactory plain =
                sockets == null || sockets instanceof SSLSocketFactory ? SocketFactory.getDefault() : sockets;
        return new SocketConnector(plain, local(properties, localAddress, localPort), tls);
    }

    private static Connector proxy(SessionProperties properties) {
        String http = properties.text("proxy.host");
        String socks = properties.text("socks.host");
        if (http != null && socks != null) {
            throw properties.bad("proxy.host", "and socks.host contradict each other: give one");
        }
        if (socks != null) {
            return Connector.socks5(socks, properties.port("socks.port", 1080), null, null);
        }
        if (http == null) {
            throw new IllegalStateException("no proxy");
        }
        return Connector.httpConnect(
                http,
                properties.port("proxy.port", 80),
                properties.text("proxy.user"),
                properties.text("proxy.password"));
    }

    private static <F> @Nullable F factory(SessionProperties properties, String name, Class<F> type) {
        Object given = properties.object(name);
        if (given == null || "".equals(given)) {
            return null;
        }
        if (!type.isInstance(given)) {
            throw properties.bad(name, "is a factory, an object of " + type.getName());
        }
        return type.cast(given);
    }

    private static @Nullable InetSocketAddress local(SessionProperties properties, @Nullable String address, int port) {
        if (address == null) {
            return port == 0 ? null : new InetSocketAddress(port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw properties.bad("localaddress", "is no address of this machine");
        }
    }
}
