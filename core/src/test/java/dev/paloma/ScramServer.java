package dev.paloma;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Request;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of SCRAM (RFC 5802) for one login, made of the JDK's parts only; it lies where a test says so. */
final class ScramServer {
    private static final byte[] SALT = "sodium chloride".getBytes(UTF_8);

    private final String mechanism;
    private final String password;
    String iterations = "4096";
    boolean ownNonce;
    boolean wrongProof;
    boolean seesAnotherCertificate;
    boolean hidesItsBinding;
    String gs2 = "";
    private String clientFirstBare = "";
    private String serverFirst = "";

    ScramServer(String mechanism, String password) {
        this.mechanism = mechanism;
        this.password = password;
    }

    /** Challenge, proof in a challenge of its own, success. */
    FakeSmtpServerBuilder in(FakeSmtpServerBuilder builder) {
        return builder.offer("AUTH " + mechanism)
                .at(Step.AUTH.of(mechanism), this::first)
                .at(Step.AUTH_RESPONSE.nth(1), request -> answer(last(request)))
                .at(Step.AUTH_RESPONSE.nth(2), request -> success(request));
    }

    /** An empty response takes the proof for good; an asterisk is answered as usual. */
    static Reply success(Request request) {
        return request.line().isEmpty() ? Reply.of(235, "2.7.0 Welcome") : request.usual();
    }

    private static Reply answer(String last) {
        return last.isEmpty() ? Reply.of(535, "5.7.8 No") : Reply.of(334, base64(last.getBytes(UTF_8)));
    }

    Reply first(Request request) {
        String message = text(request.line().substring(request.line().lastIndexOf(' ') + 1));
        int bare = message.indexOf(",n=") + 1;
        gs2 = message.substring(0, bare);
        if (gs2.startsWith("p=") && !gs2.equals("p=tls-server-end-point,,")) {
            return Reply.of(535, "5.7.8 Another channel binding, please");
        }
        clientFirstBare = message.substring(bare);
        String nonce = clientFirstBare.substring(clientFirstBare.indexOf(",r=") + 3);
        serverFirst = "r=" + (ownNonce ? "mine" : nonce) + "-and-more,s=" + base64(SALT) + ",i=" + iterations;
        return Reply.of(334, base64(serverFirst.getBytes(UTF_8)));
    }

    /** The server's final message; empty if the client's proof is wrong. */
    String last(Request request) {
        String message = text(request.line());
        int proof = message.lastIndexOf(",p=");
        if (request.line().equals("*") || proof < 0) {
            return "";
        }
        String authMessage = clientFirstBare + "," + serverFirst + "," + message.substring(0, proof);
        byte[] salted = salted();
        byte[] signature = hmac(digest(hmac(salted, "Client Key")), authMessage);
        byte[] clientKey = Base64.getDecoder().decode(message.substring(proof + 3));
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= signature[i];
        }
        boolean bound = message.startsWith("c=" + base64(channelInput()) + ",");
        boolean downgraded = hidesItsBinding && gs2.startsWith("y");
        if (!bound || downgraded || !Arrays.equals(clientKey, hmac(salted, "Client Key"))) {
            return "";
        }
        byte[] own = hmac(hmac(salted, "Server Key"), authMessage);
        own[3] ^= (byte) (wrongProof ? 1 : 0);
        return "v=" + base64(own);
    }

    private byte[] channelInput() {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(gs2.getBytes(UTF_8));
        if (gs2.startsWith("p=tls-server-end-point")) {
            TestCertificate shown = seesAnotherCertificate ? TestCertificate.WRONG_NAME : TestCertificate.GOOD;
            try { // the test authority signs with SHA-256
                byte[] der = shown.certificate().getEncoded();
                input.writeBytes(MessageDigest.getInstance("SHA-256").digest(der));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return input.toByteArray();
    }

    private String hash() {
        return mechanism.replaceFirst("^SCRAM-", "").replaceFirst("-PLUS$", "");
    }

    private byte[] digest(byte[] octets) {
        try {
            return MessageDigest.getInstance(hash()).digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("Hmac" + hash().replace("-", ""));
            mac.init(new SecretKeySpec(key, "key"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] salted() {
        try {
            int bits = digest(new byte[0]).length * 8;
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), SALT, Integer.parseInt(iterations), bits);
            String name = "PBKDF2WithHmac" + hash().replace("-", "");
            return SecretKeyFactory.getInstance(name).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static String text(String base64) {
        return base64.equals("*") ? "" : new String(Base64.getDecoder().decode(base64), UTF_8);
    }
}
