package dev.paloma.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The header fields of a part, all but the transfer encoding, which depends on what the server offers. */
final class PartHead {
    /** Ready-made ones for what most mails are. */
    private static final byte[] PLAIN_ASCII = simple("text/plain", "us-ascii");

    private static final byte[] PLAIN_UTF8 = simple("text/plain", "utf-8");
    private static final byte[] HTML_ASCII = simple("text/html", "us-ascii");
    private static final byte[] HTML_UTF8 = simple("text/html", "utf-8");

    private final MemorySink sink = new MemorySink();

    static byte[] plain(boolean ascii) {
        return ascii ? PLAIN_ASCII : PLAIN_UTF8;
    }

    static byte[] html(boolean ascii) {
        return ascii ? HTML_ASCII : HTML_UTF8;
    }

    void structured(String name, String value, Map<String, String> parameters) {
        List<String> tokens = new ArrayList<>(1 + parameters.size());
        tokens.add(value);
        parameters.forEach((key, text) -> Parameters.append(tokens, key, text));
        try {
            FieldWriter.write(sink, name, tokens);
        } catch (IOException e) {
            throw new AssertionError("memory doesn't fail", e);
        }
    }

    /** @param rawValue encoded already where it must be */
    void unstructured(String name, String rawValue) {
        try {
            FieldWriter.unstructured(sink, name, rawValue);
        } catch (IOException e) {
            throw new AssertionError("memory doesn't fail", e);
        }
    }

    byte[] octets() {
        return sink.octets();
    }

    private static byte[] simple(String type, String charset) {
        return ("Content-Type: " + type + "; charset=" + charset + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
