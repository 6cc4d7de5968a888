package dev.paloma.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Scaffold. */
final class FieldWriter {
    private FieldWriter() {}

    static void write(Sink sink, String name, Iterable<String> tokens) throws IOException {
        sink.ascii(name);
        sink.put(':');
        int column = name.length() + 1;
        for (String token : tokens) {
            byte[] octets = token.getBytes(StandardCharsets.UTF_8);
            if (column + 1 + octets.length > 78) {
                sink.ascii("\r\n");
                column = 0;
            }
            sink.put(' ');
            sink.put(octets);
            column += 1 + octets.length;
        }
        sink.ascii("\r\n");
    }

    static void unstructured(Sink sink, String name, String rawValue) throws IOException {
        for (int i = 0; i < rawValue.length(); i++) {
            if (rawValue.charAt(i) < ' ' || rawValue.charAt(i) == 0x7F) {
                throw new MessageException(name + " holds a control character");
            }
        }
        write(sink, name, java.util.List.of(Headers.encode(rawValue).split(" ")));
    }
}
