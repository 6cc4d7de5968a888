package dev.paloma.message;

import dev.paloma.fuzz.Claim;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/** Writes content and claims what must be true of the lines, whatever the content is. */
final class WrittenLines {
    static final List<Form> OFFERS = List.of(
            Form.PLAIN,
            new Form(Form.Body.EIGHT_BIT, false),
            new Form(Form.Body.BINARY, false),
            new Form(Form.Body.SEVEN_BIT, true),
            new Form(Form.Body.BINARY, true));

    private WrittenLines() {}

    /** What content writes in this form, which is one of its answers. */
    static byte[] of(Content content, Form form) {
        Claim.equal(content.form(form), form, "the least form is its own least form");
        byte[] octets = octets(content, form);
        long size = content.size(form);
        Claim.that(size == -1 || size == octets.length, "size " + size + ", written " + octets.length);
        Claim.that(Arrays.equals(octets(content, form), octets), "written again");
        if (form.body() != Form.Body.BINARY) {
            check(octets, form);
        }
        return octets;
    }

    private static byte[] octets(Content content, Form form) {
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

    static void check(byte[] octets, Form form) {
        boolean ascii = form.equals(Form.PLAIN);
        int start = 0;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            Claim.that(octet != 0 && (octet > 0 || !ascii), "octet " + octet);
            if (octet == '\n') {
                Claim.that(i > 0 && octets[i - 1] == '\r', "a lone LF");
                Claim.that(i - 1 - start <= 998, "a line of " + (i - 1 - start));
                start = i + 1;
            } else {
                Claim.that(i == 0 || octets[i - 1] != '\r', "a lone CR");
            }
        }
        Claim.equal(start, octets.length, "the last line has its end");
    }
}
