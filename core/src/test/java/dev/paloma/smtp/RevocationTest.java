package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that their authority has taken back; {@code revocation.sh} made them. */
class RevocationTest {
    @TempDir
    private Path folder;

    private static X509Certificate certificate(String name) throws Exception {
        try (InputStream in = RevocationTest.class.getResourceAsStream(name + ".pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private Path list() throws IOException {
        Path file = folder.resolve("list.pem");
        try (InputStream in = RevocationTest.class.getResourceAsStream("revocation-list.pem")) {
            Files.copy(in, file);
        }
        return file;
    }

    private static Trust both() throws Exception {
        return Trust.certificates(certificate("revoking-authority"), TestAuthority.certificate())
                .verifying(TlsPolicy.Verification.CA);
    }

    private static void check(Trust trust, X509Certificate certificate) throws Exception {
        ((ServerTrustManager) trust.check()).check(new X509Certificate[] {certificate}, "UNKNOWN", null);
    }

    @Test
    void revokedCertificateIsRefusedWithTheDate() throws Exception {
        X509Certificate revoked = certificate("revoked");
        assertThatCode(() -> check(both(), revoked)).as("nobody looks").doesNotThrowAnyException();
        Path list = list();
        for (Trust.Revocation strictness : Trust.Revocation.values()) {
            Trust trust = both().checkingRevocation(strictness, list);
            assertThatThrownBy(() -> check(trust, revoked))
                    .isInstanceOf(CertificateException.class)
                    .hasMessageContaining("has been revoked on 2020-01-01");
            assertThatCode(() -> check(trust, certificate("valid"))).doesNotThrowAnyException();
        }
    }

    /** The list is of another authority. */
    @Test
    void certificateOfWhichNothingIsKnownIsTrustedOnlySoftly() throws Exception {
        X509Certificate unknown = TestCertificate.GOOD.certificate();
        Path list = list();
        assertThatCode(() -> check(both().checkingRevocation(Trust.Revocation.SOFT, list), unknown))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(both().checkingRevocation(Trust.Revocation.HARD, list), unknown))
                .hasMessageContaining("can't be found out whether");
        assertThatThrownBy(() -> check(both().checkingRevocation(Trust.Revocation.HARD), unknown))
                .as("it names nobody to ask")
                .hasMessageContaining("does not specify OCSP responder");
    }

    @Test
    void fileWithoutAListIsAnError() throws Exception {
        Path file = Files.writeString(folder.resolve("no.pem"), "nothing\n");
        assertThatThrownBy(() -> both().checkingRevocation(Trust.Revocation.HARD, file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no revocation list in");
    }
}
