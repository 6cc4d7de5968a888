package dev.paloma;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.paloma.smtp.Connector;
import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Sees, in clear and inside TLS, whether the last octet of a mail was given to a write: from then on, and not before, a
 * mail without an answer is in doubt. The engine's own idea of that isn't asked.
 */
final class EndMarkWatch implements Connector {
    private static final int TAIL = 100;

    private final String lastLine;
    private volatile boolean left;

    EndMarkWatch(String lastLine) {
        this.lastLine = lastLine;
    }

    boolean hasLeft() {
        return left;
    }

    @Override
    public Wire connect(InetSocketAddress address, Duration limit) throws IOException {
        return new Plain(Connector.tcp().connect(address, limit));
    }

    /** What one connection has written. */
    private final class Written {
        private String tail = "";
        private boolean chunks;

        void add(byte[] octets, int offset, int length) {
            String text = tail + new String(octets, offset, length, ISO_8859_1);
            int data = Math.max(text.lastIndexOf("\nDATA\r\n"), text.startsWith("DATA\r\n") ? 0 : -1);
            int chunk = Math.max(text.lastIndexOf("\nBDAT "), text.startsWith("BDAT ") ? 0 : -1);
            if (data != chunk) {
                chunks = chunk > data;
            }
            left |= text.contains(chunks ? lastLine : lastLine + ".\r\n");
            tail = text.substring(Math.max(0, text.length() - TAIL));
        }
    }

    private class Plain extends BrokenWire {
        private final Written written = new Written();

        Plain(Wire sound) {
            super(sound);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            written.add(octets, offset, length);
            super.write(octets, offset, length);
        }

        @Override
        public SecureWire secure(TlsPolicy policy, String host) throws IOException {
            return new Secure(super.secure(policy, host));
        }
    }

    private final class Secure extends Plain implements SecureWire {
        private final SecureWire sound;

        Secure(SecureWire sound) {
            super(sound);
            this.sound = sound;
        }

        @Override
        public Tls tls() {
            return sound.tls();
        }
    }
}
