package dev.paloma.smtp;

import dev.paloma.smtp.SmtpException.Kind;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what the JDK says of a failed handshake into what a person can act on. */
final class TlsTrouble {
    private TlsTrouble() {}

    static SmtpException explain(SSLException e, Stage stage, TlsPolicy.Mode mode) {
        CertificateException certificate = certificateTrouble(e);
        if (certificate != null) {
            return SmtpException.of(
                    Kind.SECURITY, stage, Printable.escaped(String.valueOf(certificate.getMessage())), e);
        }
        String words = String.valueOf(e.getMessage());
        if (words.contains("Unsupported or unrecognized SSL message")) {
            String hint = mode == TlsPolicy.Mode.IMPLICIT
                    ? "the server doesn't speak TLS at once on this port: use smtp://, which begins TLS with STARTTLS"
                    : "the server answers STARTTLS and then doesn't speak TLS";
            return SmtpException.of(Kind.TLS, stage, hint, e);
        }
        return SmtpException.of(Kind.TLS, stage, "the TLS handshake failed: " + Printable.escaped(words), e);
    }

    private static @Nullable CertificateException certificateTrouble(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof CertificateException found) {
                return found;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
