package dev.paloma.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The authority behind the test certificates. Its key doesn't exist any more. */
public final class TestAuthority {
    private TestAuthority() {}

    /** Its certificate. */
    public static X509Certificate certificate() {
        try {
            return (X509Certificate) TestKeys.all().getCertificate("authority");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its certificate as PEM text. */
    public static String pem() {
        return TestKeys.pem("CERTIFICATE", TestKeys.encoded(certificate()));
    }

    /** Writes its certificate as {@code authority.pem} into this folder. */
    public static Path pemFile(Path folder) throws IOException {
        return Files.writeString(folder.resolve("authority.pem"), pem());
    }

    /** A key store that trusts this authority and nobody else. */
    public static KeyStore trustStore() {
        return TestKeys.trustStore();
    }

    /** For a client that trusts this authority and nobody else. */
    public static SSLContext clientContext() {
        return TestKeys.context(null);
    }

    /** As {@link #clientContext()}, with this certificate to show when the server asks for one. */
    public static SSLContext clientContext(@Nullable TestCertificate own) {
        return TestKeys.context(own);
    }
}
