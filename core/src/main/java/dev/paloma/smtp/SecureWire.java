package dev.paloma.smtp;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line with TLS on it. */
public interface SecureWire extends Wire {
    /** What was agreed. */
    Tls tls();

    /**
     * Octets that only the two ends of this session know, without a context (RFC 8446 §7.5), for binding a login to it.
     *
     * @param length how many
     * @return null where they can't be had, as with JDKs before 25
     */
    default byte @Nullable [] exported(String label, int length) {
        return null;
    }

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
