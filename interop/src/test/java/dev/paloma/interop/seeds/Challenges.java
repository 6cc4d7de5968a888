package dev.paloma.interop.seeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of CRAM-MD5 (RFC 2195) and DIGEST-MD5 (RFC 2831), for user "alice" with password "secret". */
final class Challenges {
    private static final String CRAM = "<1896.697170952@mail.test>";
    private static final String NONCE = "OA6MG9tEQGm2hh";
    private static final Reply FAILED = Reply.of(535, "5.7.8 authentication failed");

    private Challenges() {}

    static Consumer<FakeSmtpServerBuilder> cramMd5() {
        return server -> server.offer("AUTH CRAM-MD5")
                .at(Step.AUTH.of("CRAM-MD5"), challenge(CRAM))
                .at(Step.AUTH_RESPONSE, request -> cramAnswer(request.line()));
    }

    private static Reply cramAnswer(String line) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec("secret".getBytes(UTF_8), "HmacMD5"));
            String proof = HexFormat.of().formatHex(mac.doFinal(CRAM.getBytes(UTF_8)));
            return decoded(line).equals("alice " + proof) ? Reply.of(235, "2.7.0 welcome") : FAILED;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Consumer<FakeSmtpServerBuilder> digestMd5() {
        String challenge = "realm=\"mail.test\",nonce=\"" + NONCE + "\",qop=\"auth\",algorithm=md5-sess,charset=utf-8";
        return server -> server.offer("AUTH DIGEST-MD5")
                .at(Step.AUTH.of("DIGEST-MD5"), challenge(challenge))
                .at(Step.AUTH_RESPONSE.nth(1), request -> digestAnswer(decoded(request.line())))
                .at(Step.AUTH_RESPONSE.nth(2), Reply.of(235, "2.7.0 welcome"));
    }

    private static Reply digestAnswer(String response) {
        String uri = value(response, "digest-uri");
        String[] session = {NONCE, value(response, "nc"), value(response, "cnonce"), "auth"};
        byte[] secret = md5("alice:mail.test:secret".getBytes(UTF_8));
        byte[] rest = (":" + NONCE + ":" + session[2]).getBytes(UTF_8);
        byte[] first = new byte[secret.length + rest.length];
        System.arraycopy(secret, 0, first, 0, secret.length);
        System.arraycopy(rest, 0, first, secret.length, rest.length);
        String key = hex(first) + ":" + String.join(":", session) + ":";
        if (!value(response, "response").equals(hex(key + hex("AUTHENTICATE:" + uri)))) {
            return FAILED;
        }
        return challenge("rspauth=" + hex(key + hex(":" + uri)));
    }

    private static String value(String directives, String name) {
        Matcher found = Pattern.compile("(?:^|[, ])" + name + "=(?:\"([^\"]*)\"|([^,]*))")
                .matcher(directives);
        if (!found.find()) {
            return "";
        }
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    private static Reply challenge(String text) {
        return Reply.of(334, Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
    }

    private static String decoded(String line) {
        return new String(Base64.getDecoder().decode(line), UTF_8);
    }

    private static String hex(String text) {
        return hex(text.getBytes(UTF_8));
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(md5(octets));
    }

    private static byte[] md5(byte[] octets) {
        try {
            return MessageDigest.getInstance("MD5").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
