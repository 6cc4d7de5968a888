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
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A line over a socket of somebody's own making. */
class SocketLine implements Wire {
    private final Socket raw;
    private final Socket spoken;
    private final InputStream in;
    private final OutputStream out;
    private final SocketConnector.Layer tls;

    /**
     * @param raw what is closed in the end, which never waits for its peer
     * @param spoken the same, or TLS on it
     */
    SocketLine(Socket raw, Socket spoken, SocketConnector.Layer tls) throws IOException {
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

    /** The policy says only when: whom to trust is the factory's business. */
    @Override
    public final SecureWire secure(TlsPolicy policy, String host) throws IOException {
        Socket made = tls.factory().createSocket(raw, host, raw.getPort(), false);
        if (!(made instanceof SSLSocket secured)) {
            throw new IOException("the factory for TLS makes sockets without TLS: "
                    + made.getClass().getName());
        }
        SSLParameters parameters = secured.getSSLParameters();
        if (tls.identity()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the JDK's name for the rules of RFC 2818
        }
        if (!tls.protocols().isEmpty()) {
            parameters.setProtocols(tls.protocols().toArray(String[]::new));
        }
        if (!tls.ciphers().isEmpty()) {
            parameters.setCipherSuites(tls.ciphers().toArray(String[]::new));
        }
        secured.setSSLParameters(parameters);
        secured.setUseClientMode(true);
        secured.startHandshake();
        return new Secured(raw, secured, tls);
    }

    @Override
    public final void close() throws IOException {
        raw.close();
    }

    /** With TLS on it. */
    private static final class Secured extends SocketLine implements SecureWire {
        private final Tls agreed;

        Secured(Socket raw, SSLSocket spoken, SocketConnector.Layer tls) throws IOException {
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
