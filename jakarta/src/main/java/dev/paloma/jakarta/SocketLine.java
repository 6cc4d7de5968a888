package dev.paloma.jakarta;

import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A line over a socket of somebody's own making. */
class SocketLine implements Wire {
    private final Socket raw;
    private final Socket spoken;
    private final InputStream in;
    private final OutputStream out;
    private final @Nullable SSLSocketFactory tls;

    /**
     * @param raw what is closed in the end, which never waits for its peer
     * @param spoken the same, or TLS on it
     */
    SocketLine(Socket raw, Socket spoken, @Nullable SSLSocketFactory tls) throws IOException {
        this.raw = raw;
        this.spoken = spoken;
        this.in = spoken.getInputStream();
        this.out = spoken.getOutputStream();
        this.tls = tls;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
    }

    @Override
    public final void write(byte[] octets, int offset, int length) throws IOException {
        out.write(octets, offset, length);
        out.flush();
    }

    @Override
    public final int available() throws IOException {
        return in.available();
    }

    /** Only reading tells an end from silence. */
    @Override
    public final boolean isQuiet() throws IOException {
        spoken.setSoTimeout(1);
        try {
            in.read();
            return false;
        } catch (SocketTimeoutException e) {
            spoken.setSoTimeout(0);
            return true;
        }
    }

    @Override
    public final @Nullable InetAddress localAddress() {
        return raw.getLocalAddress();
    }

    @Override
    public final SecureWire secure(TlsPolicy policy, String host) throws IOException {
        return new Secured(raw, policy.handshake(raw, host, tls), tls);
    }

    @Override
    public final void close() throws IOException {
        raw.close();
    }

    /** With TLS on it. */
    private static final class Secured extends SocketLine implements SecureWire {
        private final Tls agreed;

        Secured(Socket raw, SSLSocket spoken, @Nullable SSLSocketFactory tls) throws IOException {
            super(raw, spoken, tls);
            SSLSession session = spoken.getSession();
            agreed = new Tls(session.getProtocol(), session.getCipherSuite(), chain(session));
        }

        @Override
        public Tls tls() {
            return agreed;
        }

        private static List<X509Certificate> chain(SSLSession session) {
            try {
                return Arrays.stream(session.getPeerCertificates())
                        .filter(X509Certificate.class::isInstance)
                        .map(X509Certificate.class::cast)
                        .toList();
            } catch (SSLPeerUnverifiedException e) {
                return List.of();
            }
        }
    }
}
