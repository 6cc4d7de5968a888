package dev.paloma.sasl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One login with SCRAM, named as in RFC 5802 §3 and §5. */
final class ScramExchange implements Mechanism.Exchange {
    private final Hash hash;
    private final Header header;
    private final Proof proof;
    private final BooleanSupplier wanted;
    private final String clientFirstBare;
    private byte @Nullable [] serverSignature;
    private boolean proved;

    /** The gs2-header, and what identifies the channel if the login is bound to it. */
    static final class Header {
        private final String text;
        private final byte[] binding;

        Header(String text, byte[] binding) {
            this.text = text;
            this.binding = binding;
        }

        private byte[] whole() {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(utf8(text));
            whole.writeBytes(binding);
            return whole.toByteArray();
        }
    }

    /** Who wants in, and with what. Prepared; not a record, since that would show the password. */
    static final class Proof {
        private final String user;
        private final String password;
        private final String nonce;

        Proof(String user, String password, String nonce) {
            this.user = user;
            this.password = password;
            this.nonce = nonce;
        }
    }

    ScramExchange(Hash hash, Header header, Proof proof, BooleanSupplier wanted) {
        this.wanted = wanted;
        this.hash = hash;
        this.header = header;
        this.proof = proof;
        this.clientFirstBare = "n=" + proof.user.replace("=", "=3D").replace(",", "=2C") + ",r=" + proof.nonce;
    }

    @Override
    public byte[] initialResponse() {
        return utf8(header.text + clientFirstBare);
    }

    @Override
    public byte[] respond(byte[] challenge) throws SaslException {
        String text = new String(challenge, StandardCharsets.UTF_8);
        if (serverSignature == null) {
            return clientFinal(text);
        }
        checkServerFinal(text);
        return new byte[0];
    }

    private byte[] clientFinal(String text) throws SaslException {
        ServerFirst first = ServerFirst.parse(text, proof.nonce);
        byte[] salted = hash.stretched(utf8(proof.password), first.salt(), first.iterations(), wanted);
        String withoutProof = "c=" + base64(header.whole()) + ",r=" + first.nonce();
        byte[] authMessage = utf8(clientFirstBare + "," + text + "," + withoutProof);
        byte[] clientProof = hash.hmac(salted, utf8("Client Key"));
        byte[] clientSignature = hash.hmac(hash.of(clientProof), authMessage);
        for (int i = 0; i < clientProof.length; i++) {
            clientProof[i] ^= clientSignature[i];
        }
        serverSignature = hash.hmac(hash.hmac(salted, utf8("Server Key")), authMessage);
        return utf8(withoutProof + ",p=" + base64(clientProof));
    }

    private void checkServerFinal(String text) throws SaslException {
        if (proved) {
            throw new SaslException("the server asks again although SCRAM has said everything");
        }
        if (text.startsWith("e=")) {
            throw new SaslException("the server ended SCRAM with the error '" + error(text.substring(2)) + "'");
        }
        int end = text.indexOf(',');
        String signature = end < 0 ? text : text.substring(0, end);
        proved = signature.startsWith("v=") && MessageDigest.isEqual(decoded(signature.substring(2)), serverSignature);
        if (!proved) {
            throw SaslException.suspicious("the server's proof that it knows the password is wrong: it may be another");
        }
    }

    /** Some servers put their proof behind the 235, although RFC 4954 §4 wants it in a challenge of its own. */
    @Override
    public void complete(byte @Nullable [] data) throws SaslException {
        if (!proved && serverSignature != null && data != null) {
            checkServerFinal(new String(data, StandardCharsets.UTF_8));
        }
        if (!proved) {
            throw SaslException.suspicious(
                    "the server let us in without proving that it knows the password: it may be another");
        }
    }

    /** The errors of RFC 5802 §7 consist of small letters and hyphens; anything else isn't shown. */
    private static String error(String value) {
        boolean known = !value.isEmpty()
                && value.length() <= 60
                && value.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-');
        return known ? value : "other-error";
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
