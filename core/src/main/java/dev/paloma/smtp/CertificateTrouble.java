package dev.paloma.smtp;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Why the JDK doesn't trust a server's certificate, in words that a person can act on. */
final class CertificateTrouble {
    private static final int MOST_CAUSES = 10;
    private static final String UNTRUSTED = "the server's certificate isn't trusted: ";

    private CertificateTrouble() {}

    static String explain(X509Certificate[] chain, CertificateException e) {
        CertPathValidatorException invalid = cause(e, CertPathValidatorException.class);
        if (invalid != null && invalid.getReason() == BasicReason.REVOKED) {
            CertificateRevokedException revoked = cause(e, CertificateRevokedException.class);
            return "the server's certificate has been revoked"
                    + (revoked == null
                            ? ""
                            : " on " + revoked.getRevocationDate().toInstant())
                    + ": its authority doesn't vouch for it any more";
        }
        if (invalid != null && invalid.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
            return "it can't be found out whether the server's certificate has been revoked: "
                    + Printable.escaped(String.valueOf(invalid.getMessage()));
        }
        if (invalid != null && invalid.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
            return UNTRUSTED + "its key or a signature is of a kind that isn't safe: "
                    + Printable.escaped(String.valueOf(invalid.getMessage()));
        }
        if (isSelfSigned(chain[0])) {
            return UNTRUSTED + "it is signed by itself, so nobody vouches for it; if whoever runs the server confirms"
                    + " it, pin=sha256:" + sha256(chain[0]) + " trusts it and no other";
        }
        if (cause(e, CertPathBuilderException.class) != null) {
            String issuer = chain[chain.length - 1].getIssuerX500Principal().getName();
            return UNTRUSTED + "issued by '" + Printable.escaped(issuer)
                    + "', which no trusted authority vouches for; trust=FILE.pem names another authority";
        }
        return UNTRUSTED + Printable.escaped(String.valueOf(e.getMessage()));
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            return "…";
        }
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
