package dev.paloma.smtp;

import dev.paloma.sasl.ChannelBinding;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The channel binding {@code tls-server-end-point} (RFC 5929 §4.1): the digest of the server's certificate, which
 * every JDK can make with every version of TLS.
 */
final class ServerEndPoint {
    private ServerEndPoint() {}

    /** The binding; null where the certificate is unknown, or signed in a way for which RFC 5929 names no digest. */
    static @Nullable ChannelBinding of(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return null;
        }
        try {
            String digest = digest(chain.get(0));
            return digest == null
                    ? null
                    : ChannelBinding.of(
                            "tls-server-end-point",
                            MessageDigest.getInstance(digest)
                                    .digest(chain.get(0).getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            return null; // a digest that this JDK doesn't know: as if there were none
        }
    }

    private static @Nullable String digest(X509Certificate certificate) throws GeneralSecurityException, IOException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        int with = algorithm.indexOf("WITH");
        if (algorithm.equals("RSASSA-PSS")) {
            return strong(pssDigest(certificate.getSigAlgParams()));
        }
        return with < 0 ? null : strong(algorithm.substring(0, with));
    }

    private static String pssDigest(byte[] parameters) throws GeneralSecurityException, IOException {
        AlgorithmParameters pss = AlgorithmParameters.getInstance("RSASSA-PSS");
        pss.init(parameters);
        return pss.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
    }

    /** SHA-256 stands in for the broken ones; the JDK says SHA256 where it signs and SHA-256 where it digests. */
    private static String strong(String name) {
        return switch (name) {
            case "MD5", "SHA1", "SHA-1" -> "SHA-256";
            default ->
                name.startsWith("SHA") && Character.isDigit(name.charAt(3)) && !name.startsWith("SHA3-")
                        ? "SHA-" + name.substring(3)
                        : name;
        };
    }
}
