package dev.paloma.dkim;

import dev.paloma.fuzz.Claim;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A second reader of signatures, line by line and in memory, which shares nothing with the signer. */
final class SignedMail {
    private static final PublicKey KEY = key("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

    private final List<String> fields;
    private final String body;

    SignedMail(String mail) {
        int end = mail.indexOf("\r\n\r\n");
        fields = fields(end < 0 ? mail : mail.substring(0, end + 2));
        body = end < 0 ? "" : mail.substring(end + 4);
    }

    private static PublicKey key(String base64) {
        try {
            X509EncodedKeySpec known =
                    new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
            return KeyFactory.getInstance("Ed25519").generatePublic(known);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whole fields, with their line ends. */
    static List<String> fields(String header) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        for (int end = header.indexOf("\r\n"); end >= 0; end = header.indexOf("\r\n", end + 2)) {
            boolean goesOn = end + 2 < header.length() && " \t".indexOf(header.charAt(end + 2)) >= 0;
            if (!goesOn) {
                fields.add(header.substring(start, end + 2));
                start = end + 2;
            }
        }
        return fields;
    }

    boolean isSignedBy(String signature) {
        Map<String, String> tags = new HashMap<>();
        for (String tag : signature.substring(signature.indexOf(':') + 1).split(";")) {
            String[] parts = tag.replaceAll("\\s", "").split("=", 2);
            tags.put(parts[0], parts[1]);
        }
        boolean relaxed = String.valueOf(tags.get("c")).startsWith("relaxed/");
        byte[] hash = sha256(relaxed ? simple(body) : relaxed(body));
        Claim.equal(Base64.getEncoder().encodeToString(hash), tags.get("bh"), "body hash");
        StringBuilder signed = new StringBuilder();
        List<String> left = new ArrayList<>(fields);
        for (String name : String.valueOf(tags.get("h")).split(":")) {
            int at = left.size() - 1;
            while (at >= 0 && !name(left.get(at)).equalsIgnoreCase(name)) {
                at--;
            }
            if (at >= 0) {
                String field = left.remove(at);
                signed.append(relaxed ? relaxedField(field) : field);
            }
        }
        String own = signature.substring(0, signature.lastIndexOf(" b=") + 3);
        signed.append(relaxed ? relaxedField(own).strip() : own);
        return verifies(sha256(signed.toString()), Base64.getDecoder().decode(tags.get("b")));
    }

    private static boolean verifies(byte[] hash, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KEY);
            verifier.update(hash);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(String field) {
        return trim(field.substring(0, field.indexOf(':')));
    }

    private static String relaxedField(String field) {
        String value = field.substring(field.indexOf(':') + 1).replace("\r\n", "");
        return name(field).toLowerCase(Locale.ROOT) + ":" + trim(squeezed(value)) + "\r\n";
    }

    private static String simple(String body) {
        return withoutEmptyEnd(body) + "\r\n";
    }

    private static String relaxed(String body) {
        StringBuilder lines = new StringBuilder();
        for (String line : body.split("\r\n", -1)) {
            String one = squeezed(line);
            lines.append(one, 0, one.endsWith(" ") ? one.length() - 1 : one.length())
                    .append("\r\n");
        }
        String whole = withoutEmptyEnd(lines.toString());
        return whole.isEmpty() ? "" : whole + "\r\n";
    }

    private static String withoutEmptyEnd(String text) {
        int end = text.length();
        while (text.startsWith("\r\n", end - 2)) {
            end -= 2;
        }
        return text.substring(0, end);
    }

    /** Each stretch of white space as one space. */
    private static String squeezed(String text) {
        return text.replace('\t', ' ').replaceAll(" +", " ");
    }

    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && " \t".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && " \t".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
