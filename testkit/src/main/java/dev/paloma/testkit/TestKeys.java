package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads what {@code certificates.sh} made. */
final class TestKeys {
    static final String SECRET = "testkit";

    private TestKeys() {}

    static KeyStore all() {
        return Read.STORE;
    }

    /** Reading the file takes longer than a handshake, so it is read once. */
    private static final class Read {
        private static final KeyStore STORE = read();
        private static final Map<TestCertificate, KeyManager[]> KEYS = new EnumMap<>(TestCertificate.class);

        static {
            for (TestCertificate certificate : TestCertificate.values()) {
                KEYS.put(certificate, keys(certificate));
            }
        }
    }

    private static KeyStore read() {
        try (InputStream in = TestKeys.class.getResourceAsStream("certificates.p12")) {
            if (in == null) {
                throw new IllegalStateException("certificates.p12 isn't on the class path");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, SECRET.toCharArray());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    static KeyStore trustStore() {
        try {
            KeyStore store = empty();
            store.setCertificateEntry("authority", TestAuthority.certificate());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static SSLContext context(@Nullable TestCertificate own) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own == null ? null : Read.KEYS.get(own), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keys(TestCertificate own) {
        try {
            KeyStore store = empty();
            store.setKeyEntry("own", own.key(), SECRET.toCharArray(), own.chain());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, SECRET.toCharArray());
            return factory.getKeyManagers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
