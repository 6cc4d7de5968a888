package dev.paloma.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** What is said with a proxy, up to a point in time: an octet now and then doesn't put it off. */
final class ProxyDialogue {
    private final ProxyConnector proxy;
    private final SocketWire wire;
    private final long deadline;

    ProxyDialogue(ProxyConnector proxy, SocketWire wire, long deadline) {
        this.proxy = proxy;
        this.wire = wire;
        this.deadline = deadline;
    }

    /** Little enough to fit into an empty send buffer, so it doesn't wait. */
    void say(byte[] octets) throws IOException {
        wire.write(octets, 0, octets.length);
    }

    /** One octet, never more: what follows the proxy's answer is the server's. */
    int next() throws IOException {
        int octet = wire.read(left(deadline));
        if (octet < 0) {
            throw proxy.refused("it hung up in the middle of its answer");
        }
        return octet;
    }

    byte[] next(int count) throws IOException {
        byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) next();
        }
        return octets;
    }

    static Duration left(long deadline) throws SocketTimeoutException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the limit for connecting is over");
        }
        return Duration.ofNanos(left);
    }
}
