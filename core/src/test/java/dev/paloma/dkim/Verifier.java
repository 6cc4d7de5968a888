package dev.paloma.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Verifies a mail held in memory, by means that share nothing with the signer: strings and regular expressions. The word
 * of others is asked by {@code interop/run dkim}.
 */
final class Verifier {
    private final List<String> fields;
    private final String body;

    Verifier(String mail) {
        int end = mail.startsWith("\r\n") ? 0 : mail.indexOf("\r\n\r\n") + 2;
        fields = new ArrayList<>(Arrays.asList(mail.substring(0, end).split("(?<=\r\n)(?![ \t])")));
        body = mail.substring(end + 2);
    }

    Verifier(byte[] mail) {
        this(new String(mail, StandardCharsets.ISO_8859_1));
    }

    /** The signatures from top to bottom. */
    List<String> signatures() {
        return fields.stream()
                .filter(field -> name(field).equals("dkim-signature"))
                .toList();
    }

    static Map<String, String> tags(String signature) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : signature.substring(signature.indexOf(':') + 1).split(";")) {
            String[] parts = tag.split("=", 2);
            tags.put(parts[0].strip(), parts[1].strip());
        }
        return tags;
    }

    /** Whether the signature at this place, from the top, holds. */
    boolean holds(int place, PublicKey key) {
        String signature = signatures().get(place);
        Map<String, String> tags = tags(signature);
        boolean relaxedHeader = String.valueOf(tags.get("c")).startsWith("relaxed");
        boolean relaxedBody = String.valueOf(tags.get("c")).endsWith("/relaxed");
        byte[] hash = sha256(relaxedBody ? relaxed(body) : simple(body));
        if (!Base64.getEncoder().encodeToString(hash).equals(tag(tags, "bh"))) {
            return false;
        }
        StringBuilder signed = new StringBuilder();
        List<String> left = new ArrayList<>(fields);
        for (String name : tag(tags, "h").toLowerCase(Locale.ROOT).split(":")) {
            for (int i = left.size() - 1; i >= 0; i--) {
                if (name(left.get(i)).equals(name)) {
                    String field = left.remove(i);
                    signed.append(relaxedHeader ? relaxedField(field) : field);
                    break;
                }
            }
        }
        String own = signature.replaceFirst("(?s)([;\\s]b=)[^;]*$", "$1");
        signed.append(relaxedHeader ? relaxedField(own).stripTrailing() : own);
        return holds(key, tags, signed.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static boolean holds(PublicKey key, Map<String, String> tags, byte[] signed) {
        try {
            boolean rsa = tag(tags, "a").equals("rsa-sha256");
            Signature verifier = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
            verifier.initVerify(key);
            verifier.update(rsa ? signed : MessageDigest.getInstance("SHA-256").digest(signed));
            return verifier.verify(Base64.getDecoder().decode(tag(tags, "b")));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String tag(Map<String, String> tags, String name) {
        return String.valueOf(tags.get(name)).replaceAll("\\s", "");
    }

    private static String name(String field) {
        return field.substring(0, field.indexOf(':')).strip().toLowerCase(Locale.ROOT);
    }

    static String relaxedField(String field) {
        String value = field.substring(field.indexOf(':') + 1).replace("\r\n", "");
        return name(field) + ":" + value.replaceAll("[ \t]+", " ").replaceAll("^ | $", "") + "\r\n";
    }

    static String simple(String body) {
        return body.replaceFirst("(?:\r\n)*\\z", "") + "\r\n";
    }

    static String relaxed(String body) {
        String lines = body.replaceAll("[ \t]+(?=\r\n)", "")
                .replaceFirst("[ \t]+\\z", "")
                .replaceAll("[ \t]+", " ")
                .replaceFirst("(?:\r\n)*\\z", "");
        return lines.isEmpty() ? "" : lines + "\r\n";
    }

    static byte[] sha256(String text) {
        return SigningKey.sha256().digest(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
