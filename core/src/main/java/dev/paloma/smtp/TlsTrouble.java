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
            String hint = mode == TlsPolicy.Mode.IMPLICIT || mode == TlsPolicy.Mode.NESTED
                    ? "the server doesn't speak TLS at once on this port: use smtp://, which begins TLS with STARTTLS"
                    : "the server answers STARTTLS and then doesn't speak TLS";
            return SmtpException.of(Kind.TLS, stage, hint, e);
        }
        return SmtpException.of(
                Kind.TLS, stage, "the TLS handshake failed: " + Printable.escaped(words) + advice(words), e);
    }

    /** The JDK's words and the names of alerts (RFC 8446 §6.2) stay; what they come to is added. */
    private static String advice(String words) {
        if (words.contains("protocol_version") || words.contains("selected protocol version")) {
            return "; both sides have no version of TLS in common: protocols= may ask for too little or too much, and"
                    + " TLS 1.1 and older are switched off in the JDK";
        }
        if (words.contains("certificate_required") || words.contains("bad_certificate")) {
            return "; the server wants to see a certificate of ours that it trusts: cert= and key= name it";
        }
        if (words.contains("handshake_failure")
                || words.contains("insufficient_security")
                || words.contains("No appropriate protocol")) {
            return "; both sides have no cipher suite or version in common that is safe (protocols=, ciphers=), or the"
                    + " server wants a certificate of ours (cert=, key=)";
        }
        return "";
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
