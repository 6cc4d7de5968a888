package dev.paloma;

import dev.paloma.smtp.Connector;
import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Wire;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A connection with a flaw of its own; what isn't overridden works. */
class BrokenWire implements Wire {
    private final Wire sound;

    BrokenWire(Wire sound) {
        this.sound = sound;
    }

    /** Puts the flaw in. */
    interface Breaking {
        Wire around(Wire sound);
    }

    static Connector connector(Breaking breaking) {
        return (address, limit) -> breaking.around(Connector.tcp().connect(address, limit));
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return sound.read(into, offset, length);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        sound.write(octets, offset, length);
    }

    @Override
    public int available() throws IOException {
        return sound.available();
    }

    @Override
    public boolean isQuiet() throws IOException {
        return sound.isQuiet();
    }

    @Override
    public @Nullable InetAddress localAddress() {
        return sound.localAddress();
    }

    @Override
    public SecureWire secure(TlsPolicy policy, String host) throws IOException {
        return sound.secure(policy, host);
    }

    @Override
    public void close() throws IOException {
        sound.close();
    }
}
