package dev.paloma.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Certificates to serve, with their keys; all but one signed by the {@link TestAuthority}. */
public enum TestCertificate {
    /** Right: localhost, mail.test, 127.0.0.1 and ::1. */
    GOOD,
    /** For other.test and 192.0.2.1 only. */
    WRONG_NAME,
    /** As {@link #GOOD}, but it ended in 2002. */
    EXPIRED,
    /** As {@link #GOOD}, but signed by itself. */
    SELF_SIGNED,
    /** localhost in the subject's common name and no alternative name: RFC 9525 §2 takes no name from there. */
    CN_ONLY,
    /** 127.0.0.1 written as a DNS name, which is not an IP address to a certificate. */
    IP_AS_NAME,
    /** For a client to show: client@mail.test. */
    CLIENT;

    private String alias() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The chain, the own certificate first. */
    X509Certificate[] chain() {
        try {
            return Arrays.stream(TestKeys.all().getCertificateChain(alias()))
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PrivateKey key() {
        try {
            return (PrivateKey) TestKeys.all().getKey(alias(), TestKeys.SECRET.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain()[0];
    }

    /** The chain as PEM text. */
    public String pem() {
        return Arrays.stream(chain())
                .map(part -> TestKeys.pem("CERTIFICATE", TestKeys.encoded(part)))
                .collect(Collectors.joining());
    }

    /** The private key as PEM text (PKCS#8, no password). */
    public String keyPem() {
        return TestKeys.pem("PRIVATE KEY", key().getEncoded());
    }

    /** Writes the chain as PEM into this folder. */
    public Path pemFile(Path folder) throws IOException {
        return Files.writeString(folder.resolve(alias() + ".pem"), pem());
    }

    /** Writes the private key as PEM into this folder. */
    public Path keyFile(Path folder) throws IOException {
        return Files.writeString(folder.resolve(alias() + ".key"), keyPem());
    }

    /** For a server that shows this certificate; clients' certificates must come from the {@link TestAuthority}. */
    public SSLContext serverContext() {
        return TestKeys.context(this);
    }
}
