package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

class CertificateCheckTest {
    private static CertificateCheck check(KeyStore trusted) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        return new CertificateCheck(
                (X509ExtendedTrustManager) factory.getTrustManagers()[0], TlsPolicy.Verification.CA);
    }

    /** Servers send old cross-signed certificates along for old clients; only those on the way to an authority count. */
    @Test
    void aCertificateSentAlongThatIsNotNeededMayHaveExpired() throws Exception {
        X509Certificate[] chain = {
            TestCertificate.GOOD.certificate(), TestCertificate.EXPIRED.certificate(),
        };
        CertificateCheck check = check(TestAuthority.trustStore());
        assertThatCode(() -> check.check(chain, "UNKNOWN", null)).doesNotThrowAnyException();
    }

    @Test
    void theServersOwnExpiredCertificateIsRefusedEvenIfItIsTrustedByItself() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("it", TestCertificate.EXPIRED.certificate());
        X509Certificate[] chain = {TestCertificate.EXPIRED.certificate()};
        CertificateCheck check = check(store);
        assertThatThrownBy(() -> check.check(chain, "UNKNOWN", null))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("expired");
    }
}
