package dev.paloma.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Private keys from PEM (RFC 7468): PKCS #8, and PKCS #1 as older tools write RSA keys. No text of a key gets into an error. */
final class PemKey {
    private static final int LONGEST = 1 << 16;
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
    /** PKCS #8's version, and the algorithm rsaEncryption without parameters (RFC 5208 §5, RFC 8017 §A.1). */
    private static final byte[] RSA = {
        2, 1, 0, 0x30, 13, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 1, 1, 5, 0
    };

    private final String shown;
    private final String text;

    private PemKey(String shown, String text) {
        this.shown = shown;
        this.text = text;
    }

    /**
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if it holds no such key
     */
    static PrivateKey of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = new byte[LONGEST + 1];
            int count =
                    in.readNBytes(octets, 0, octets.length); // the JDK's other ways of reading need a file, not a pipe
            return of("DKIM key '" + file + "'", new String(octets, 0, count, StandardCharsets.ISO_8859_1));
        }
    }

    /**
     * @throws IllegalArgumentException if it holds no such key
     */
    static PrivateKey of(String pem) {
        return of("DKIM key", pem);
    }

    private static PrivateKey of(String shown, String text) {
        return new PemKey(shown, text).read();
    }

    private PrivateKey read() {
        if (text.length() > LONGEST) {
            throw wrong("is over 64 KiB, which no key is");
        }
        Matcher begin = BEGIN.matcher(text);
        String other = "";
        while (begin.find()) {
            String label = begin.group(1);
            if (label.endsWith("PRIVATE KEY")) {
                return read(label, begin.end());
            }
            other = label;
        }
        throw wrong(
                other.isEmpty()
                        ? "isn't PEM: it has no line -----BEGIN PRIVATE KEY-----"
                        : "is a " + other + ", and signing takes the PRIVATE KEY that belongs to it");
    }

    private PrivateKey read(String label, int start) {
        int end = text.indexOf("-----END " + label + "-----", start);
        if (end < 0) {
            throw wrong("has no line -----END " + label + "-----");
        }
        String inside = text.substring(start, end);
        if (label.startsWith("ENCRYPTED") || inside.contains("ENCRYPTED")) {
            throw wrong("is encrypted: decrypt it first, with openssl pkey -in FILE -out PLAIN");
        }
        byte[] octets = octets(inside);
        return switch (label) {
            case "PRIVATE KEY" -> key(octets);
            case "RSA PRIVATE KEY" -> key(pkcs8(octets));
            default -> throw wrong("is an " + label + ": DKIM knows RSA and Ed25519 keys, as openssl pkey writes them");
        };
    }

    private byte[] octets(String inside) {
        try {
            return Base64.getDecoder().decode(inside.replaceAll("\\s+", ""));
        } catch (IllegalArgumentException e) {
            throw wrong("is damaged: what is between BEGIN and END isn't base64");
        }
    }

    private PrivateKey key(byte[] pkcs8) {
        PrivateKey rsa = key("RSA", pkcs8);
        PrivateKey key = rsa != null ? rsa : key("Ed25519", pkcs8);
        if (key == null) {
            throw wrong("is damaged, or neither an RSA nor an Ed25519 key, and DKIM knows no other");
        }
        return key;
    }

    /** Null if it isn't of this kind. */
    private static @Nullable PrivateKey key(String kind, byte[] pkcs8) {
        try {
            return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(shown + " " + what);
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        return tagged(0x30, joined(RSA, tagged(4, pkcs1)));
    }

    /** DER: tag, length, content; the length in two octets, which is right for all keys that are long enough. */
    private static byte[] tagged(int tag, byte[] content) {
        byte[] head = {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return joined(head, content);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
