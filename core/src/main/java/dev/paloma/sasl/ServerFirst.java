package dev.paloma.sasl;

import java.util.Base64;

/** The server's first message of SCRAM (RFC 5802 §7), read strictly: what is in it decides how well the password is hidden. */
final class ServerFirst {
    /** RFC 5802 §5.1 and RFC 7677 §4: with fewer, whoever listens can try passwords too fast. */
    private static final int FEWEST_ITERATIONS = 4096;

    /** About a second of work; more would let a server keep us busy. */
    private static final int MOST_ITERATIONS = 1_000_000;

    private final String nonce;
    private final byte[] salt;
    private final int iterations;

    private ServerFirst(String nonce, byte[] salt, int iterations) {
        this.nonce = nonce;
        this.salt = salt;
        this.iterations = iterations;
    }

    static ServerFirst parse(String text, String clientNonce) throws SaslException {
        String[] attributes = text.split(",", 5); // what stands behind the third is an extension, which may be ignored
        if (attributes.length < 3) {
            throw new SaslException("SCRAM's first challenge isn't nonce, salt and iteration count");
        }
        String nonce = value('r', attributes[0]);
        if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length() || !isPrintable(nonce)) {
            throw SaslException.suspicious("the server's nonce doesn't go on from ours: it may answer another login");
        }
        return new ServerFirst(nonce, salt(value('s', attributes[1])), iterations(value('i', attributes[2])));
    }

    private static String value(char name, String attribute) throws SaslException {
        if (attribute.startsWith("m=")) {
            throw new SaslException("the server wants an extension of SCRAM that isn't known here");
        }
        if (attribute.length() < 3 || attribute.charAt(0) != name || attribute.charAt(1) != '=') {
            throw new SaslException("SCRAM's first challenge has no '" + name + "' where it is due");
        }
        return attribute.substring(2);
    }

    private static byte[] salt(String value) throws SaslException {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new SaslException("SCRAM's salt isn't base64");
        }
    }

    private static int iterations(String value) throws SaslException {
        boolean digits = value.chars().allMatch(c -> c >= '0' && c <= '9') && value.charAt(0) != '0';
        if (!digits) {
            throw new SaslException("SCRAM's iteration count isn't a number");
        }
        int count = value.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(value);
        if (count < FEWEST_ITERATIONS) {
            throw SaslException.suspicious("the server wants SCRAM with only " + count + " iterations; at least "
                    + FEWEST_ITERATIONS + " keep the password safe");
        }
        if (count > MOST_ITERATIONS) {
            throw new SaslException(
                    "the server wants SCRAM with more than " + MOST_ITERATIONS + " iterations, which is too much work");
        }
        return count;
    }

    private static boolean isPrintable(String nonce) {
        return nonce.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /** The client's nonce and the server's behind it. */
    String nonce() {
        return nonce;
    }

    byte[] salt() {
        return salt;
    }

    int iterations() {
        return iterations;
    }
}
