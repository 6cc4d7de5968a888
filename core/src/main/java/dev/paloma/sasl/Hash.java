package dev.paloma.sasl;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions that mechanisms are made of. */
enum Hash {
    MD5("MD5"),
    SHA_1("SHA-1"),
    SHA_256("SHA-256"),
    SHA_512("SHA-512");

    /** Iterations between two looks at whether they are still wanted. */
    static final int STRETCH = 4096;

    private final String digest;

    Hash(String digest) {
        this.digest = digest;
    }

    /** As the registered names of mechanisms spell it. */
    String spelled() {
        return digest;
    }

    byte[] of(byte[]... pieces) throws SaslException {
        try {
            MessageDigest function = MessageDigest.getInstance(digest);
            for (byte[] piece : pieces) {
                function.update(piece);
            }
            return function.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new SaslException("this JDK has no " + digest);
        }
    }

    byte[] hmac(byte[] key, byte[] text) throws SaslException {
        return mac(key).doFinal(text);
    }

    /**
     * Hi of RFC 5802 §2.2, which is the first block of PBKDF2. The JDK's own takes characters, not octets, and would leave
     * copies of them behind, and couldn't be ended.
     *
     * @param wanted asked every few milliseconds
     */
    byte[] stretched(byte[] password, byte[] salt, int iterations, BooleanSupplier wanted) throws SaslException {
        Mac mac = mac(password);
        mac.update(salt);
        byte[] link = mac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] result = link.clone();
        for (int i = 1; i < iterations; i++) {
            if (i % STRETCH == 0 && !wanted.getAsBoolean()) {
                throw new SaslException("the server's iterations are too much work, or nobody waits for them any more");
            }
            link = mac.doFinal(link);
            for (int k = 0; k < result.length; k++) {
                result[k] ^= link[k];
            }
        }
        return result;
    }

    private Mac mac(byte[] key) throws SaslException {
        if (key.length == 0) {
            throw new SaslException("there is no password");
        }
        String name = "Hmac" + digest.replace("-", "");
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new SaslException("this JDK has no " + name);
        }
    }
}
