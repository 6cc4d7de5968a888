package dev.paloma.dkim;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAKey;

/** A private key and how one signs with it: rsa-sha256 (RFC 6376 §3.3), ed25519-sha256 (RFC 8463 §3). */
final class SigningKey {
    /** RFC 8301 §3.2. */
    private static final int SHORTEST = 1024;

    private static final int LONGEST = 4096;

    private final PrivateKey key;
    private final boolean rsa;

    /**
     * @throws IllegalArgumentException if it is of another kind, or of a length that verifiers needn't take
     */
    SigningKey(PrivateKey key) {
        this.key = key;
        this.rsa = key.getAlgorithm().equals("RSA");
        if (!rsa && !isEd25519(key)) {
            throw new IllegalArgumentException("DKIM knows RSA and Ed25519 keys, and no " + key.getAlgorithm());
        }
        if (key instanceof RSAKey sized) {
            int bits = sized.getModulus().bitLength();
            if (bits < SHORTEST || bits > LONGEST) {
                throw new IllegalArgumentException("an RSA key of " + bits + " bits: DKIM takes " + SHORTEST + " to "
                        + LONGEST + " (RFC 8301), and 2048 is the one to choose");
            }
        }
    }

    private static boolean isEd25519(PrivateKey key) {
        return key instanceof EdECPrivateKey edwards
                ? edwards.getParams().getName().equals("Ed25519")
                : key.getAlgorithm().equals("Ed25519");
    }

    String algorithm() {
        return rsa ? "rsa-sha256" : "ed25519-sha256";
    }

    /**
     * @throws IllegalStateException if the key can't be used, as one in a device that is gone
     */
    byte[] sign(byte[] octets) {
        try {
            Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
            signature.initSign(key);
            // Ed25519 signs the hash as if it were the message (RFC 8463 §3).
            signature.update(rsa ? octets : sha256().digest(octets));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the DKIM key can't be used: " + e.getMessage(), e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
