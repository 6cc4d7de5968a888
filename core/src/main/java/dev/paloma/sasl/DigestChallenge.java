package dev.paloma.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first challenge of DIGEST-MD5 (RFC 2831 §2.1.1).
 *
 * @param realm the first one that the server names; null if it names none
 * @param nonce the server's
 * @param isUtf8 whether the server reads UTF-8
 */
record DigestChallenge(@Nullable String realm, String nonce, boolean isUtf8) {
    static DigestChallenge parse(byte[] challenge) throws SaslException {
        Map<String, String> octets = DigestDirectives.parse(new String(challenge, ISO_8859_1));
        boolean utf8 = "utf-8".equalsIgnoreCase(octets.get("charset"));
        Map<String, String> said = utf8 ? DigestDirectives.parse(new String(challenge, UTF_8)) : octets;
        String nonce = said.get("nonce");
        if (nonce == null || nonce.isEmpty()) {
            throw new SaslException("the server's DIGEST-MD5 challenge has no nonce");
        }
        if (!"md5-sess".equalsIgnoreCase(said.get("algorithm"))) {
            throw new SaslException("the server's DIGEST-MD5 challenge has no algorithm that is known here");
        }
        String qop = said.getOrDefault("qop", "auth").toLowerCase(Locale.ROOT);
        if (!Arrays.asList(qop.split("[ \t]*,[ \t]*", -1)).contains("auth")) {
            throw new SaslException("the server's DIGEST-MD5 is more than logging in, which isn't known here");
        }
        return new DigestChallenge(said.get("realm"), nonce, utf8);
    }
}
