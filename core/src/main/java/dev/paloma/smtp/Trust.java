package dev.paloma.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are trusted, what is checked of them, and the certificate that this end shows. Immutable; the
 * files are read when a method that takes one returns.
 */
public final class Trust {
    private final @Nullable KeyStore authorities;
    private final byte @Nullable [] pin;
    private final TlsPolicy.Verification verification;
    private final KeyManager @Nullable [] keys;
    private final @Nullable RevocationCheck revocation;

    /** What it takes to be sure that a certificate hasn't been revoked. */
    public enum Revocation {
        /** A certificate about which nothing can be learned is trusted. */
        SOFT,
        /** It isn't. */
        HARD
    }

    private Trust(
            @Nullable KeyStore authorities,
            byte @Nullable [] pin,
            TlsPolicy.Verification verification,
            KeyManager @Nullable [] keys,
            @Nullable RevocationCheck revocation) {
        this.authorities = authorities;
        this.pin = pin;
        this.verification = verification;
        this.keys = keys;
        this.revocation = revocation;
    }

    /** The authorities that this JDK trusts. */
    public static Trust system() {
        return new Trust(null, null, TlsPolicy.Verification.FULL, null, null);
    }

    /**
     * The certificates of a PEM file instead of the system's.
     *
     * @throws IOException if the file can't be read or holds no certificate
     */
    public static Trust pem(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                throw new IOException("no certificate in " + file);
            }
            return new Trust(store(read), null, TlsPolicy.Verification.FULL, null, null);
        } catch (CertificateException e) {
            throw new IOException("no certificate in PEM form in " + file, e);
        } catch (GeneralSecurityException e) {
            throw new IOException("certificates of " + file + " can't be used: " + e.getMessage(), e);
        }
    }

    /** These certificates instead of the system's. */
    public static Trust certificates(X509Certificate... trusted) {
        try {
            return new Trust(store(List.of(trusted)), null, TlsPolicy.Verification.FULL, null, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("certificates can't be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore store(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("trusted-" + store.size(), certificate);
        }
        return store;
    }

    /**
     * One server certificate and no other; chain, name and dates don't matter then.
     *
     * @param sha256 64 hexadecimal digits, perhaps behind {@code sha256:}: the SHA-256 of the certificate's DER
     * @throws IllegalArgumentException if it isn't that
     */
    public static Trust pin(String sha256) {
        String digits = sha256.startsWith("sha256:") ? sha256.substring("sha256:".length()) : sha256;
        if (!digits.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("a pin is the 64 hexadecimal digits of a certificate's SHA-256");
        }
        byte[] digest = HexFormat.of().parseHex(digits.toLowerCase(Locale.ROOT));
        return new Trust(null, digest, TlsPolicy.Verification.FULL, null, null);
    }

    /** The same with another check; a pin stays the only check where there is one. */
    public Trust verifying(TlsPolicy.Verification other) {
        return new Trust(authorities, pin, other, keys, revocation);
    }

    /**
     * The same, showing a certificate of our own to a server that asks for one.
     *
     * @param certificates a PEM file, our certificate first
     * @param key a PEM file with its private key, PKCS #8, not encrypted
     * @throws IOException if either can't be read
     */
    public Trust presenting(Path certificates, Path key) throws IOException {
        return new Trust(authorities, pin, verification, ClientCertificate.read(certificates, key), revocation);
    }

    /**
     * The same, asking each certificate's authority whether it has revoked it (OCSP, RFC 6960). That takes time: the JDK
     * waits {@code com.sun.security.ocsp.timeout} for an answer, 15 seconds unless that property says otherwise. A pin
     * needs no authority, and is checked alone.
     */
    public Trust checkingRevocation(Revocation strictness) {
        return new Trust(authorities, pin, verification, keys, new RevocationCheck(strictness, List.of()));
    }

    /**
     * The same, looking into revocation lists (RFC 5280 §5); nobody is asked.
     *
     * @param lists a file of lists in PEM form, or one in DER, signed by the authorities of the certificates
     * @throws IOException if it can't be read or holds none
     */
    public Trust checkingRevocation(Revocation strictness, Path lists) throws IOException {
        try (InputStream in = Files.newInputStream(lists)) {
            Collection<? extends CRL> read =
                    CertificateFactory.getInstance("X.509").generateCRLs(in);
            if (read.isEmpty()) {
                throw new IOException("no revocation list in " + lists);
            }
            return new Trust(authorities, pin, verification, keys, new RevocationCheck(strictness, read));
        } catch (GeneralSecurityException e) {
            throw new IOException("no revocation list in " + lists, e);
        }
    }

    TlsPolicy.Verification verification() {
        return pin != null ? TlsPolicy.Verification.FULL : verification;
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {check()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS: " + e.getMessage(), e);
        }
    }

    TrustManager check() throws GeneralSecurityException {
        if (pin != null) {
            return new PinnedCertificate(pin);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(authorities);
        X509ExtendedTrustManager pkix = pkix(factory);
        if (revocation != null) {
            factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(revocation.parameters(pkix.getAcceptedIssuers()));
            pkix = pkix(factory);
        }
        return new CertificateCheck(pkix, verification);
    }

    private static X509ExtendedTrustManager pkix(TrustManagerFactory factory) throws GeneralSecurityException {
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager pkix) {
                return pkix;
            }
        }
        throw new GeneralSecurityException("no PKIX trust manager");
    }

    /** What is asked of a certificate in every handshake, also where the session is resumed and the JDK asks nothing. */
    void recheck(X509Certificate certificate, String host) throws CertificateException {
        if (pin != null) {
            new PinnedCertificate(pin).check(new X509Certificate[] {certificate}, "", null);
        } else if (verification != TlsPolicy.Verification.NONE) {
            CertificateCheck.checkDates(certificate);
            if (verification == TlsPolicy.Verification.FULL) {
                ServerNames.require(certificate, host);
            }
        }
    }
}
