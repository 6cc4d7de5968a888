package dev.paloma.smtp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
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

        /** The chain for people to read. */
        public List<Certificate> certificates() {
            return chain.stream().map(Certificate::new).toList();
        }

        /**
         * A certificate for people to read. All text is safe to show, whatever the server put into it.
         *
         * @param x509 the certificate itself
         */
        public record Certificate(X509Certificate x509) {
            /** Whose it is, as RFC 2253 writes it; perhaps empty. */
            public String subject() {
                return Printable.escaped(x509.getSubjectX500Principal().getName());
            }

            /** Who vouches for it. */
            public String issuer() {
                return Printable.escaped(x509.getIssuerX500Principal().getName());
            }

            /** The host names and IP addresses it was issued for (subjectAltName); empty where they can't be read. */
            public List<String> names() {
                return ServerNames.all(x509).stream().map(Printable::escaped).toList();
            }

            public Instant notBefore() {
                return x509.getNotBefore().toInstant();
            }

            public Instant notAfter() {
                return x509.getNotAfter().toInstant();
            }

            /** Whole days until it expires; below 0 once it has. */
            public long daysLeft(Instant now) {
                return Math.floorDiv(Duration.between(now, notAfter()).toSeconds(), 86_400L);
            }

            /** The SHA-256 of its DER, 64 lower-case hexadecimal digits: what {@code pin=sha256:} takes. */
            public String sha256() {
                try {
                    return HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(x509.getEncoded()));
                } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
                    throw new IllegalStateException(e); // every JDK has SHA-256, and what was decoded is encoded
                }
            }
        }
    }
}
