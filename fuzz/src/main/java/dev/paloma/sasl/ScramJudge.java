package dev.paloma.sasl;

import dev.paloma.fuzz.Claim;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** What an honest server would have said last, computed with the JDK's PBKDF2 (RFC 5802 §3): another way than core's. */
final class ScramJudge {
    private ScramJudge() {}

    /** The client believed this server; it must have had the right proof. */
    static void checkProof(String mechanism, byte[] initial, List<byte[]> challenges, List<byte[]> said) {
        Claim.that(challenges.size() >= 2 && !said.isEmpty(), mechanism + " believes without proof");
        String first = text(challenges.get(0));
        String last = text(said.get(0));
        String bare = text(initial).substring(text(initial).indexOf("n="));
        String authMessage = bare + "," + first + "," + last.substring(0, last.lastIndexOf(",p="));
        String[] attributes = first.split(",");
        byte[] salt = Base64.getDecoder().decode(attributes[1].substring(2));
        int iterations = Integer.parseInt(attributes[2].substring(2));
        byte[] due = signature(mechanism, salt, iterations, authMessage);
        String proof = text(challenges.get(1)).split(",", 2)[0].substring(2);
        Claim.that(Arrays.equals(Base64.getDecoder().decode(proof), due), mechanism + " believes a wrong proof");
    }

    private static byte[] signature(String mechanism, byte[] salt, int iterations, String authMessage) {
        String hash = mechanism.replace("SCRAM-", "").replace("-PLUS", "").replace("-", "");
        int bits = hash.equals("SHA1") ? 160 : Integer.parseInt(hash.substring(3));
        try {
            char[] password = SaslTarget.SECRET.toCharArray();
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash)
                    .generateSecret(new PBEKeySpec(password, salt, iterations, bits))
                    .getEncoded();
            byte[] key = hmac("Hmac" + hash, salted, "Server Key");
            return hmac("Hmac" + hash, key, authMessage);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(String name, byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(key, name));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
