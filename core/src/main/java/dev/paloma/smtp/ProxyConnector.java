package dev.paloma.smtp;

import dev.paloma.smtp.SmtpException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The way through a proxy. The server's name goes to the proxy as it is, for the proxy may know names that we don't. One
 * limit holds for all of it, from looking for the proxy to its last octet.
 */
abstract class ProxyConnector implements Connector {
    /** RFC 1928 §4 has one octet for the length of a name; and DNS has no longer ones (RFC 1035 §2.3.4). */
    private static final int LONGEST_NAME = 255;

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    private final String host;
    private final int port;

    ProxyConnector(String host, int port) {
        if (!isPlainName(host)) {
            throw new IllegalArgumentException(
                    "a proxy's host is 1 to 255 visible ASCII characters: a name (an international one in its ASCII"
                            + " form) or an address");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a proxy's port is a number from 1 to 65535, not " + port);
        }
        this.host = host;
        this.port = port;
    }

    /** Asks the proxy for a line to the server; when this returns the next octet is the server's. */
    abstract void ask(ProxyDialogue dialogue, String server, int serverPort) throws IOException;

    @Override
    public final boolean resolvesNames() {
        return true;
    }

    /** A proxy on this machine: itself, or the near end of a tunnel. */
    @Override
    public final boolean isLocal() {
        return host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || LOOPBACK.matcher(host).matches();
    }

    @Override
    public final Wire connect(InetSocketAddress address, Duration limit) throws IOException {
        String server = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        if (!isPlainName(server)) {
            throw trouble(
                    Kind.CONNECTION,
                    "the server's name isn't fit to be told: it must be 1 to 255 visible ASCII" + " characters",
                    null);
        }
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            return through(reach(deadline), deadline, server, address.getPort());
        } catch (IOException e) {
            throw explained(e, limit);
        }
    }

    private Wire through(SocketWire wire, long deadline, String server, int serverPort) throws IOException {
        try {
            ask(new ProxyDialogue(this, wire, deadline), server, serverPort);
            return wire;
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    private SocketWire reach(long deadline) throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw trouble(Kind.CONNECTION, "its name can't be looked up", e);
        }
        for (int i = 0; ; i++) {
            try {
                Duration left = ProxyDialogue.left(deadline);
                return SocketWire.open(new InetSocketAddress(addresses[i], port), left);
            } catch (SocketTimeoutException | ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                if (i + 1 == addresses.length) {
                    throw e;
                }
            }
        }
    }

    private IOException explained(IOException e, Duration limit) {
        if (e instanceof SmtpException || e instanceof ClosedByInterruptException) {
            return e;
        }
        if (e instanceof SocketTimeoutException) {
            long millis = limit.toMillis();
            String time = millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
            return trouble(Kind.TIMEOUT, "no way through it within " + time, e);
        }
        return trouble(Kind.CONNECTION, Printable.escaped(String.valueOf(e.getMessage())), e);
    }

    final SmtpException refused(String what) {
        return trouble(Kind.CONNECTION, what, null);
    }

    /** The proxy wants to know who we are, or doesn't believe it. */
    final SmtpException unknownHere(String what) {
        return trouble(Kind.AUTHENTICATION, what, null);
    }

    private SmtpException trouble(Kind kind, String what, @Nullable Throwable cause) {
        return new SmtpException(kind, Stage.PROXY, this + ": " + what, null, cause);
    }

    /** Nothing that could end a line or a word of the dialogue. */
    private static boolean isPlainName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_NAME && name.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /** What kind of proxy it is. */
    abstract String kind();

    @Override
    public final String toString() {
        return kind() + " proxy " + authority(host, port);
    }

    static String authority(String name, int number) {
        return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + number;
    }
}
