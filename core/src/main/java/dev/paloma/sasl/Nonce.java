package dev.paloma.sasl;

import java.security.SecureRandom;
import java.util.Base64;

/** Where the client's nonces come from; tests know theirs beforehand. */
@FunctionalInterface
interface Nonce {
    /** Printable ASCII without a comma or a quotation mark, never the same twice. */
    String next();

    /** 192 random bits, in base64. */
    static String random() {
        byte[] octets = new byte[24];
        new SecureRandom().nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }
}
