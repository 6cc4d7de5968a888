package dev.paloma.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.sasl.ChannelBinding;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** RFC 5929 §4.1. The certificates and their digests were made with openssl. */
class ServerEndPointTest {
    private static final String ECDSA_SHA384 = """
            -----BEGIN CERTIFICATE-----
            MIIBbjCCARWgAwIBAgIULqbVqJz+eq3iLaftXUaEk4HwUlswCgYIKoZIzj0EAwMw
            DDEKMAgGA1UEAwwBeDAgFw0yNjExMjIyMzE2MDNaGA8yMTI2MTAyOTIzMTYwM1ow
            DDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOVNchMIdf89
            Whl0QiAktCQ+/sNcU5YMrss+PEO9ulFKcsojZEN5dYSOn/5OZ4LuoeNxDg9zVvTH
            Yjbbsl2aJk6jUzBRMB0GA1UdDgQWBBT8ORwIW443BKRis9XK06NWx1t8wzAfBgNV
            HSMEGDAWgBT8ORwIW443BKRis9XK06NWx1t8wzAPBgNVHRMBAf8EBTADAQH/MAoG
            CCqGSM49BAMDA0cAMEQCIBqgBcIs/U+GKg4b+N3MvX2ft5aGyIfgIsh5THlXS4pQ
            AiArGARbteqw8Toadt21I2a+42mL2hOk0SV4VkgI6YwgSg==
            -----END CERTIFICATE-----
            """;
    private static final String RSA_SHA1 = """
            -----BEGIN CERTIFICATE-----
            MIIB9jCCAV+gAwIBAgIUPH2T/F4PQzbmsLKUMheKZe7mxtIwDQYJKoZIhvcNAQEF
            BQAwDDEKMAgGA1UEAwwBeDAgFw0yNjExMjIyMzE2MDNaGA8yMTI2MTAyOTIzMTYw
            M1owDDEKMAgGA1UEAwwBeDCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEA3JqX
            7Qk5lp9P8MVMIFJnKRL6coRSqiNxbJVuInbZ1voGswP0/mfc4zl6UbG29duE61Mw
            i+RECFKTdBypPA/lURSeO+ZQnovyRI0VY1SwmEimDIA6JvcpkBYmpU+f1niGBnzB
            iF7y1tvawMn+vYtU7w0vKoRWVaofWhWfXMKilzMCAwEAAaNTMFEwHQYDVR0OBBYE
            FP8nr8TsOg2H4KWRYamcZDMxDQRMMB8GA1UdIwQYMBaAFP8nr8TsOg2H4KWRYamc
            ZDMxDQRMMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQEFBQADgYEAzT2NTqTd
            wX4HNOI8D5xL4ECadqo7DpRD3yUc9Hj2EWqoBig2AVfF3xDjdaSb20LNotiNwuBP
            +8ZbZcCW0lDIsPdmY3F34GBpp3GxiwS2bB+b2xdlYyDGwZMwlnlBRHmt9ixvqGhg
            dN49BfTSQv+lAKdfjZ/ylzXhCe6cJ3BA7EU=
            -----END CERTIFICATE-----
            """;
    private static final String PSS_SHA384 = """
            -----BEGIN CERTIFICATE-----
            MIICXjCCAZOgAwIBAgIUbNyThn4DuDEJQzVeV/qNd9f0WY8wQQYJKoZIhvcNAQEK
            MDSgDzANBglghkgBZQMEAgIFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgIF
            AKIDAgEgMAwxCjAIBgNVBAMMAXgwIBcNMjYxMTIyMjMxNjAzWhgPMjEyNjEwMjky
            MzE2MDNaMAwxCjAIBgNVBAMMAXgwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGB
            AKcjXkb9m0WCALL2OfDo2xvrqC9CLakeoiZgydmltU4wAa/VYCh0StnUEfvN8IHV
            Nc1E2H4xD5y4bHCORaa1qYEfxv6VKZUAlWxeREOaChx6Mk9UaA0HzYKWYegL8kSz
            f4P3MOFHsF4IzIYJa/ldf7b+lrNnuLjAttUqeF7lM9VDAgMBAAGjUzBRMB0GA1Ud
            DgQWBBTxKYxjBYQgXN6Ix+7FVcNKbUeNLDAfBgNVHSMEGDAWgBTxKYxjBYQgXN6I
            x+7FVcNKbUeNLDAPBgNVHRMBAf8EBTADAQH/MEEGCSqGSIb3DQEBCjA0oA8wDQYJ
            YIZIAWUDBAICBQChHDAaBgkqhkiG9w0BAQgwDQYJYIZIAWUDBAICBQCiAwIBIAOB
            gQAlW7rJvA0VEKvdD5DaeUriBcEsMbtpiM9sGf6hrBX3vQOAJrUkIUL3xInFfJ3L
            BYVeHF+rZiuguZeyl+9eRTUixL0Cu672RnmhNM0irprXPAhYiZx3DNfZF0JZcwhV
            3Z0kJsghySnTcq9xcHVNcpzyQZYt3XznbLbuGRCM2y/pMw==
            -----END CERTIFICATE-----
            """;
    private static final String ED25519 = """
            -----BEGIN CERTIFICATE-----
            MIIBLjCB4aADAgECAhQy+Ra+J9V1PnepDda1qZMPp7cpzzAFBgMrZXAwDDEKMAgG
            A1UEAwwBeDAgFw0yNjExMjIyMzE2MDNaGA8yMTI2MTAyOTIzMTYwM1owDDEKMAgG
            A1UEAwwBeDAqMAUGAytlcAMhAFrviPolD+/REsGNtWO641e157MKP3ssDegXT5Sx
            D06mo1MwUTAdBgNVHQ4EFgQU9y8oyvbvRmNVo1kaii8YmrdqJ3owHwYDVR0jBBgw
            FoAU9y8oyvbvRmNVo1kaii8YmrdqJ3owDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXAD
            QQA4AJ1JPlAyXOnTzR4d0zdT7aKye3O/+If40ZWcvYPXLJlwx9TpdkPi3+bcBuKG
            k4t8l5jLocZSZCgmBPX517YK
            -----END CERTIFICATE-----
            """;

    private static @Nullable ChannelBinding binding(String pem) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        return ServerEndPoint.of(List.of(
                (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII)))));
    }

    private static void assertDigest(String pem, String hex) throws CertificateException {
        ChannelBinding binding = binding(pem);
        assertThat(binding).isNotNull();
        assertThat(binding.type()).isEqualTo("tls-server-end-point");
        assertThat(HexFormat.of().formatHex(binding.data())).isEqualTo(hex);
    }

    @Test
    void digestIsTheOneOfTheSignature() throws CertificateException {
        assertDigest(
                ECDSA_SHA384,
                "f7ad3a1d42a42764fe9ccdf1acb1ab71291dca2c39486c759de234d4f689ac20e6f628c4b7dd0ad3af9f2c1283821b35");
    }

    @Test
    void sha256StandsInForSha1() throws CertificateException {
        assertDigest(RSA_SHA1, "1e556c909fac0030818128fbfe9621f36c0d2a044eebe8f4a79aeae33169dde4");
    }

    @Test
    void digestOfPssIsInItsParameters() throws CertificateException {
        assertDigest(
                PSS_SHA384,
                "4bed994410b4f8dc77fdf4408784df3ca70a5d29add6eda7cee17f5ce8558f526d9f558776a4ad91a54c380d06ba5798");
    }

    @Test
    void signatureWithoutADigestOfItsOwnGivesNoBinding() throws CertificateException {
        assertThat(binding(ED25519)).isNull();
        assertThat(ServerEndPoint.of(List.of())).isNull();
    }
}
