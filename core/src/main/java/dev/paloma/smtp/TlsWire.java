package dev.paloma.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** TLS on a TCP connection, through the JDK's own. */
final class TlsWire implements SecureWire {
    private final Socket raw;
    private final InputStream in;
    private final OutputStream out;
    private final Tls tls;

    private TlsWire(Socket raw, SSLSocket socket) throws IOException {
        this.raw = raw;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.tls = agreed(socket.getSession());
    }

    static SecureWire handshake(Socket raw, TlsPolicy policy, String host) throws IOException {
        SSLSocket socket = (SSLSocket) policy.context().getSocketFactory().createSocket(raw, host, raw.getPort(), true);
        policy.configure(socket);
        socket.startHandshake();
        policy.checkServer(socket.getSession(), host);
        return new TlsWire(raw, socket);
    }

    private static Tls agreed(SSLSession session) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            chain.clear(); // a suite without certificates: the policy allowed it
        }
        return new Tls(session.getProtocol(), session.getCipherSuite(), chain);
    }

    @Override
    public Tls tls() {
        return tls;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        out.write(octets, offset, length);
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public @Nullable InetAddress localAddress() {
        return raw.getLocalAddress();
    }

    /** TLS inside TLS, which only an explicit {@code starttls=inside} asks for, isn't something the JDK's sockets do. */
    @Override
    public SecureWire secure(TlsPolicy policy, String host) {
        throw new UnsupportedOperationException("TLS within TLS");
    }

    /** Closes the raw socket, never the TLS one: that may wait for its peer, and this is also how a deadline ends it. */
    @Override
    public void close() throws IOException {
        raw.close();
    }
}
