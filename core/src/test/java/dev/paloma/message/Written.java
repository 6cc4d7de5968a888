package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What content wrote, read back by plain means that share nothing with the code under test but the header parser.
 */
final class Written {
    static final Form SEVEN = Form.PLAIN;
    static final Form EIGHT = new Form(Form.Body.EIGHT_BIT, false);
    static final Form BINARY = new Form(Form.Body.BINARY, false);
    static final List<Form> FORMS = List.of(SEVEN, EIGHT, BINARY);

    private final byte[] octets;

    /** @param octets what stands between the boundaries that hold it */
    Written(byte[] octets) {
        this.octets = octets;
    }

    byte[] octets() {
        return octets;
    }

    /** Writes content where this is offered, and checks what must hold whatever it is. */
    static Written of(Content content, Form offered) {
        Form form = content.form(offered);
        assertThat(offered.covers(form)).as("%s covers %s", offered, form).isTrue();
        assertThat(content.form(form))
                .as("the least form is its own least form")
                .isEqualTo(form);
        byte[] octets = octets(content, form);
        long size = content.size(form);
        assertThat(size).isIn(-1L, (long) octets.length);
        assertThat(octets(content, form)).as("written again").isEqualTo(octets);
        if (form.body() != Form.Body.BINARY) {
            assertLines(octets, form.body() == Form.Body.EIGHT_BIT || form.utf8());
        }
        return new Written(octets);
    }

    static byte[] octets(Content content, Form form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        try {
            content.writeTo(sink, form);
            sink.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void assertLines(byte[] octets, boolean eightBit) {
        int start = 0;
        for (int i = 0; i < octets.length; i++) {
            byte b = octets[i];
            assertThat(b != 0 && (eightBit || b > 0)).as("octet %d at %d", b, i).isTrue();
            if (b == '\n') {
                assertThat(i > 0 && octets[i - 1] == '\r').as("no bare LF").isTrue();
                assertThat(i - 1 - start).isLessThanOrEqualTo(998);
                start = i + 1;
            }
            if (b == '\r') {
                assertThat(octets[i + 1]).as("no bare CR").isEqualTo((byte) '\n');
            }
        }
        assertThat(start).as("ends in CRLF").isEqualTo(octets.length);
    }

    String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private int headEnd() {
        for (int i = 0; i + 3 < octets.length; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n' && octets[i + 2] == '\r' && octets[i + 3] == '\n') {
                return i + 2;
            }
        }
        throw new AssertionError("no end of the header in: " + text());
    }

    Headers headers() {
        return Headers.parse(new String(octets, 0, headEnd(), StandardCharsets.UTF_8));
    }

    String type() {
        return parameter("Content-Type", "");
    }

    String parameter(String field, String name) {
        String value = headers().get(field);
        Map<String, String> parameters = value == null ? Map.of() : Parameters.parse(value);
        return parameters.getOrDefault(name, "");
    }

    String encoding() {
        List<String> all = headers().all("Content-Transfer-Encoding");
        assertThat(all).hasSizeLessThanOrEqualTo(1);
        return all.isEmpty() ? "7bit" : all.get(0);
    }

    byte[] body() {
        return Arrays.copyOfRange(octets, headEnd() + 2, octets.length);
    }

    /** The body with its transfer encoding undone. */
    byte[] decoded() {
        return switch (encoding()) {
            case "base64" -> {
                for (String line : new String(body(), StandardCharsets.US_ASCII).split("\r\n", -1)) {
                    assertThat(line.length()).isLessThanOrEqualTo(76);
                }
                yield Base64.getMimeDecoder().decode(body());
            }
            case "quoted-printable" -> unquoted(new String(body(), StandardCharsets.US_ASCII));
            default -> body();
        };
    }

    String decodedText() {
        return new String(decoded(), StandardCharsets.UTF_8);
    }

    static byte[] unquoted(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] lines = text.split("\r\n", -1);
        for (int n = 0; n < lines.length; n++) {
            String line = lines[n];
            assertThat(line.length()).isLessThanOrEqualTo(76);
            assertThat(line).doesNotEndWith(" ").doesNotEndWith("\t").doesNotStartWith(".");
            boolean soft = line.endsWith("=");
            int end = soft ? line.length() - 1 : line.length();
            for (int i = 0; i < end; i++) {
                char c = line.charAt(i);
                assertThat(c == '\t' || (c >= ' ' && c < 0x7F)).isTrue();
                if (c == '=') {
                    out.write(Integer.parseInt(line.substring(i + 1, i + 3), 16));
                    i += 2;
                } else {
                    out.write(c);
                }
            }
            if (!soft && n < lines.length - 1) {
                out.writeBytes(new byte[] {'\r', '\n'});
            }
        }
        return out.toByteArray();
    }

    /** The parts of a multipart. */
    List<Written> parts() {
        String boundary = "--" + parameter("Content-Type", "boundary");
        // Latin-1 keeps octets apart and unchanged.
        String body = "\r\n" + new String(body(), StandardCharsets.ISO_8859_1);
        List<Written> parts = new ArrayList<>();
        int at = body.indexOf("\r\n" + boundary);
        assertThat(at).isZero();
        while (true) {
            int from = at + 2 + boundary.length();
            if (body.startsWith("--", from)) {
                assertThat(body.substring(from + 2)).isIn("", "\r\n");
                return parts;
            }
            assertThat(body.startsWith("\r\n", from)).isTrue();
            at = body.indexOf("\r\n" + boundary, from);
            parts.add(new Written(body.substring(from + 2, at).getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    /** Types of the parts, nested: {@code mixed(text/plain, ...)}. */
    String shape() {
        String type = type();
        if (!type.startsWith("multipart/")) {
            return type;
        }
        List<String> shapes = new ArrayList<>();
        parts().forEach(part -> shapes.add(part.shape()));
        return type.substring("multipart/".length()) + "(" + String.join(", ", shapes) + ")";
    }
}
