package dev.paloma.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One login with DIGEST-MD5, named as in RFC 2831 §2.1. */
final class DigestExchange implements Mechanism.Exchange {
    private static final String COUNT = "00000001";
    private static final byte[] COLON = {':'};

    private final Credentials credentials;
    private final String uri;
    private final String cnonce;
    private @Nullable String rspauth;
    private boolean proved;

    DigestExchange(Credentials credentials, String uri, String cnonce) {
        this.credentials = credentials;
        this.uri = uri;
        this.cnonce = cnonce;
    }

    @Override
    public byte @Nullable [] initialResponse() {
        return null;
    }

    @Override
    public byte[] respond(byte[] challenge) throws SaslException {
        if (rspauth == null) {
            return digestResponse(DigestChallenge.parse(challenge));
        }
        checkProof(challenge);
        return new byte[0];
    }

    private byte[] digestResponse(DigestChallenge challenge) throws SaslException {
        Charset charset = challenge.isUtf8() ? UTF_8 : ISO_8859_1;
        String realm = challenge.realm();
        byte[] secret = Hash.MD5.of(
                folded(credentials.user(), charset),
                COLON,
                folded(realm == null ? "" : realm, charset),
                COLON,
                folded(credentials.password(), charset));
        String salt = ":" + challenge.nonce() + ":" + cnonce;
        String key = hex(Hash.MD5.of(secret, salt.getBytes(charset)));
        rspauth = signature(key, challenge.nonce(), ":" + uri, charset);
        StringBuilder response = new StringBuilder();
        if (challenge.isUtf8()) {
            response.append("charset=utf-8,");
        }
        response.append("username=").append(quoted(credentials.user()));
        if (realm != null) {
            response.append(",realm=").append(quoted(realm));
        }
        response.append(",nonce=")
                .append(quoted(challenge.nonce()))
                .append(",nc=")
                .append(COUNT);
        response.append(",cnonce=")
                .append(quoted(cnonce))
                .append(",digest-uri=")
                .append(quoted(uri));
        response.append(",response=").append(signature(key, challenge.nonce(), "AUTHENTICATE:" + uri, charset));
        response.append(",qop=auth");
        return response.toString().getBytes(charset);
    }

    private String signature(String key, String nonce, String a2, Charset charset) throws SaslException {
        String text = String.join(":", key, nonce, COUNT, cnonce, "auth", hex(Hash.MD5.of(a2.getBytes(charset))));
        return hex(Hash.MD5.of(text.getBytes(charset)));
    }

    /** What fits ISO 8859-1 is hashed in it even where UTF-8 is agreed (RFC 2831 §2.1.2.1), and else must fit. */
    private static byte[] folded(String text, Charset charset) throws SaslException {
        if (text.chars().allMatch(c -> c <= 0xFF)) {
            return text.getBytes(ISO_8859_1);
        }
        if (charset.equals(ISO_8859_1)) {
            throw new SaslException("the server's DIGEST-MD5 can't take letters beyond ISO 8859-1");
        }
        return text.getBytes(charset);
    }

    private void checkProof(byte[] challenge) throws SaslException {
        if (proved) {
            throw new SaslException("the server asks again although DIGEST-MD5 has said everything");
        }
        proved = rspauth != null && isEqual(proof(challenge), rspauth);
        if (!proved) {
            throw SaslException.suspicious("the server's proof that it knows the password is wrong: it may be another");
        }
    }

    /** What isn't even a list of directives is a wrong proof, not a slip of the pen. */
    private static String proof(byte[] challenge) {
        try {
            return DigestDirectives.parse(new String(challenge, ISO_8859_1)).getOrDefault("rspauth", "");
        } catch (SaslException e) {
            return "";
        }
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(ISO_8859_1), other.getBytes(US_ASCII));
    }

    @Override
    public void complete(byte @Nullable [] data) throws SaslException {
        if (!proved && rspauth != null && data != null) {
            checkProof(data);
        }
        if (!proved) {
            throw SaslException.suspicious(
                    "the server let us in without proving that it knows the password: it may be another");
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }
}
