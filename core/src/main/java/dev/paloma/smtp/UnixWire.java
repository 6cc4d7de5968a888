package dev.paloma.smtp;

import dev.paloma.smtp.SmtpException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A connection over a UNIX socket. */
final class UnixWire extends StreamWire {
    private static final long PAUSE_MILLIS = 20;

    private UnixWire(UnixSocket socket) throws IOException {
        super(socket, socket);
    }

    /** The way to this path, whatever the server's name is. */
    static Connector at(Path path) {
        UnixDomainSocketAddress place = UnixDomainSocketAddress.of(path);
        return new Connector() {
            @Override
            public Wire connect(InetSocketAddress address, Duration limit) throws IOException {
                return open(place, limit);
            }

            @Override
            public boolean resolvesNames() {
                return true;
            }

            @Override
            public boolean isLocal() {
                return true;
            }

            @Override
            public String toString() {
                return "UNIX socket " + Printable.escaped(path.toString());
            }
        };
    }

    private static Wire open(UnixDomainSocketAddress place, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return attempt(place);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                if (!mayBeFull(e, place)) {
                    throw trouble(Kind.CONNECTION, place, "; is the server running, and is this its path?", e);
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw trouble(Kind.TIMEOUT, place, " for " + limit.toMillis() + " ms", e);
                }
                pause();
            }
        }
    }

    /** Doesn't block: the kernel would let us wait for a place in the server's queue without end. */
    private static Wire attempt(UnixDomainSocketAddress place) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (!channel.connect(place)) {
                throw new SocketException("not connected at once");
            }
            channel.configureBlocking(true);
            return new UnixWire(new UnixSocket(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * A full queue (EAGAIN) has no exception of its own, and its text depends on the locale; but of the other errors,
     * nobody listening and no permission have theirs, and a wrong path can be seen.
     */
    private static boolean mayBeFull(IOException e, UnixDomainSocketAddress place) {
        return e.getClass() == SocketException.class && Files.exists(place.getPath());
    }

    private static void pause() throws ClosedByInterruptException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // a place in the queue can't be waited for, only tried for
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    private static SmtpException trouble(Kind kind, UnixDomainSocketAddress place, String behind, IOException e) {
        String what = "can't connect to the UNIX socket " + place + ": " + e.getMessage();
        return SmtpException.of(kind, Stage.CONNECT, Printable.escaped(what) + behind, e);
    }

    @Override
    public SecureWire secure(TlsPolicy policy, String host) throws IOException {
        return TlsWire.handshake(raw(), policy, host);
    }
}
