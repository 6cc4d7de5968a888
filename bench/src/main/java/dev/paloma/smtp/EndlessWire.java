package dev.paloma.smtp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Says the same again and again; what is written is dropped. */
final class EndlessWire implements Wire {
    private final byte[] said;

    EndlessWire(byte[] said) {
        this.said = said;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length < said.length) {
            throw new IllegalArgumentException("less than one reply is asked for: " + length);
        }
        System.arraycopy(said, 0, into, offset, said.length);
        return said.length;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        // dropped
    }

    @Override
    public int available() {
        return said.length;
    }

    @Override
    public boolean isQuiet() {
        return available() == 0;
    }

    @Override
    public @Nullable InetAddress localAddress() {
        return null;
    }

    @Override
    public SecureWire secure(TlsPolicy policy, String host) {
        throw new UnsupportedOperationException("no TLS here");
    }

    @Override
    public void close() {}
}
