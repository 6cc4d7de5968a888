package dev.paloma.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server writes into its certificate what it likes. */
class CertificateTest {
    /** Signed by itself; an escape sequence and a change of direction in its subject, a bell in its subjectAltName. */
    private static final String HOSTILE = """
            -----BEGIN CERTIFICATE-----
            MIIBoTCCAUigAwIBAgIUSj51bKaCMphIpVXrSKWfNEhaZ+kwCgYIKoZIzj0EAwIw
            GzEZMBcGA1UEAwwQbWFpbBtbMkrigK4udGVzdDAgFw0yNjExMjMwMTQ3MjNaGA8y
            MTI2MTAzMDAxNDcyM1owGzEZMBcGA1UEAwwQbWFpbBtbMkrigK4udGVzdDBZMBMG
            ByqGSM49AgEGCCqGSM49AwEHA0IABFVzrpfvso9/7A6E6CP2Q4/op7Ki9UXI+gE9
            s70SPd5QrV6SuH1DXVAtE9dr/kaIwCV1+YadZyV2teSP03MIFUejaDBmMB0GA1Ud
            DgQWBBRbIoydROceUwka5DqjjPtr5E9UmjAfBgNVHSMEGDAWgBRbIoydROceUwka
            5DqjjPtr5E9UmjAPBgNVHRMBAf8EBTADAQH/MBMGA1UdEQQMMAqCCGEHYi50ZXN0
            MAoGCCqGSM49BAMCA0cAMEQCIFO07TFS5aqANqqdWdQbNVRkNA+waRc/OMI4UqIP
            b2WFAiBuOVx+oe2jaaTV9UrZOVEY03ZneUMPaX3nQg9n1C+8Zw==
            -----END CERTIFICATE-----
            """;

    @Test
    void whatItSaysIsSafeToShow() throws CertificateException {
        X509Certificate x509 = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(HOSTILE.getBytes(US_ASCII)));
        SecureWire.Tls tls = new SecureWire.Tls("TLSv1.3", "any", List.of(x509));
        SecureWire.Tls.Certificate certificate = tls.certificates().get(0);
        assertThat(certificate.subject()).isEqualTo("CN=mail\\x1b[2J\\u202e.test");
        assertThat(certificate.issuer()).isEqualTo(certificate.subject());
        for (String name : certificate.names()) {
            assertThat(name).matches("[\\x20-\\x7e]+");
        }
    }
}
