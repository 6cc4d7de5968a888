package dev.paloma.cli;

import dev.paloma.smtp.Connector;
import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts the octets written to servers, for the progress line. */
final class CountingConnector implements Connector {
    private final Connector connector;
    private final AtomicLong written = new AtomicLong();

    CountingConnector(Connector connector) {
        this.connector = connector;
    }

    long written() {
        return written.get();
    }

    @Override
    public Wire connect(InetSocketAddress address, Duration limit) throws IOException {
        return new Counted<>(connector.connect(address, limit));
    }

    /** A line whose writes are counted; TLS puts a new one in its place. */
    private class Counted<W extends Wire> implements Wire {
        final W wire;

        Counted(W wire) {
            this.wire = wire;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return wire.read(into, offset, length);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            wire.write(octets, offset, length);
            written.addAndGet(length);
        }

        @Override
        public int available() throws IOException {
            return wire.available();
        }

        @Override
        public boolean isQuiet() throws IOException {
            return wire.isQuiet();
        }

        @Override
        public @Nullable InetAddress localAddress() {
            return wire.localAddress();
        }

        @Override
        public SecureWire secure(TlsPolicy policy, String host) throws IOException {
            return new SecureCounted(wire.secure(policy, host));
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    private final class SecureCounted extends Counted<SecureWire> implements SecureWire {
        SecureCounted(SecureWire wire) {
            super(wire);
        }

        @Override
        public Tls tls() {
            return wire.tls();
        }
    }
}
