package dev.paloma.smtp;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's check of the chain, ours of the name: the JDK's own falls back to the common name, which RFC 9525 §6.3 has
 * given up. What is wrong is said in words that a person can act on.
 */
final class CertificateCheck extends ServerTrustManager {
    private final X509ExtendedTrustManager pkix;
    private final TlsPolicy.Verification verification;

    CertificateCheck(X509ExtendedTrustManager pkix, TlsPolicy.Verification verification) {
        this.pkix = pkix;
        this.verification = verification;
    }

    @Override
    void check(X509Certificate[] chain, String authType, @Nullable SSLSession session) throws CertificateException {
        if (verification == TlsPolicy.Verification.NONE) {
            return;
        }
        checkDates(chain[0]); // even one that is trusted by itself, whose dates the JDK doesn't look at
        try {
            pkix.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            for (X509Certificate sent : chain) { // what isn't needed on the way to an authority may have expired
                checkDates(sent);
            }
            throw new CertificateException(CertificateTrouble.explain(chain, e), e);
        }
        if (verification == TlsPolicy.Verification.FULL) {
            String host = session == null ? null : session.getPeerHost();
            if (host == null) {
                throw new CertificateException("no server name to check the certificate against");
            }
            ServerNames.require(chain[0], host);
        }
    }

    static void checkDates(X509Certificate certificate) throws CertificateException {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new CertificateException(
                    "the server's certificate has expired on "
                            + certificate.getNotAfter().toInstant() + "; whoever runs the server must renew it",
                    e);
        } catch (CertificateNotYetValidException e) {
            throw new CertificateException(
                    "the server's certificate isn't valid before "
                            + certificate.getNotBefore().toInstant() + "; is this machine's clock right?",
                    e);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return pkix.getAcceptedIssuers();
    }
}
