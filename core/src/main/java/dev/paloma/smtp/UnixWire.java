package dev.paloma.smtp;

import dev.paloma.smtp.SmtpException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
            public String toString() {
                return "UNIX socket " + Printable.escaped(path.toString());
            }
        };
    }

    private static Wire open(UnixDomainSocketAddress place, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        String name = "the UNIX socket " + Printable.escaped(place.toString());
        try {
            while (true) {
                Wire wire = attempt(place);
                if (wire != null) {
                    return wire;
                }
                ProxyDialogue.left(deadline);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // the queue of those who want in is full
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        } catch (SocketTimeoutException e) {
            throw SmtpException.of(Kind.TIMEOUT, Stage.CONNECT, name + " has no place for us in time", e);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            String why = Printable.escaped(String.valueOf(e.getMessage()));
            throw SmtpException.of(
                    Kind.CONNECTION,
                    Stage.CONNECT,
                    "can't connect to " + name + ": " + why + "; is the server running, and is this its path?",
                    e);
        }
    }

    /** Null where it would have to wait: a UNIX socket that doesn't block can't be waited for, only tried again. */
    private static @Nullable Wire attempt(UnixDomainSocketAddress place) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            connected = channel.connect(place);
            if (!connected) {
                return null;
            }
            channel.configureBlocking(true);
            return new UnixWire(new UnixSocket(channel));
        } catch (IOException | RuntimeException e) {
            connected = false;
            throw e;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    @Override
    public SecureWire secure(TlsPolicy policy, String host) throws IOException {
        return TlsWire.handshake(raw(), policy, host);
    }
}
