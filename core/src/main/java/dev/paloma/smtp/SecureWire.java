package dev.paloma.smtp;

import java.security.cert.X509Certificate;
import java.util.List;

/** A line with TLS on it. */
public interface SecureWire extends Wire {
    /** What was agreed. */
    Tls tls();

    /**
     * A TLS session as it was agreed.
     *
     * @param protocol such as {@code TLSv1.3}
     * @param cipher the suite's name
     * @param chain the server's certificates, its own first; empty where a resumed session has forgotten them
     */
    record Tls(String protocol, String cipher, List<X509Certificate> chain) {
        public Tls {
            chain = List.copyOf(chain);
        }
    }
}
