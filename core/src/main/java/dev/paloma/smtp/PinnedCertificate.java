package dev.paloma.smtp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Trusts the one certificate with this digest. */
final class PinnedCertificate extends ServerTrustManager {
    private final byte[] sha256;

    PinnedCertificate(byte[] sha256) {
        this.sha256 = sha256.clone();
    }

    @Override
    void check(X509Certificate[] chain, String authType, @Nullable SSLSession session) throws CertificateException {
        try {
            byte[] shown = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
            if (!MessageDigest.isEqual(shown, sha256)) {
                throw new CertificateException("the server's certificate isn't the pinned one; its own is pin=sha256:"
                        + HexFormat.of().formatHex(shown));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new CertificateException("no SHA-256 in this JDK", e);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
