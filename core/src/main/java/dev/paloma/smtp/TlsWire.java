package dev.paloma.smtp;

import java.io.IOException;
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
final class TlsWire extends StreamWire implements SecureWire {
    private final SSLSocket socket;
    private final SSLSession session;
    private final Tls tls;

    private TlsWire(Socket raw, SSLSocket socket) throws IOException {
        super(raw, socket);
        this.socket = socket;
        this.session = socket.getSession();
        this.tls = agreed(session);
    }

    static SecureWire handshake(Socket raw, TlsPolicy policy, String host) throws IOException {
        return new TlsWire(raw, policy.handshake(raw, host, null));
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
    public byte @Nullable [] exported(String label, int length) {
        return NewerJdk.exported(session, label, length);
    }

    /** TLS within TLS. */
    @Override
    public SecureWire secure(TlsPolicy policy, String host) throws IOException {
        return new TlsWire(raw(), policy.handshake(socket, host, null));
    }
}
