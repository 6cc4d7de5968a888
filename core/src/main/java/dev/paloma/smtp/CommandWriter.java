package dev.paloma.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Gathers commands, so that what belongs together leaves in one write. */
final class CommandWriter {
    private final Line line;
    private final Trace trace;
    private byte[] buffer = new byte[1024];
    private int length;

    CommandWriter(Line line, Trace trace) {
        this.line = line;
        this.trace = trace;
    }

    /** Adds a command; nothing is sent before {@link #flush}. */
    CommandWriter add(Command command) {
        byte[] octets = command.text().getBytes(StandardCharsets.UTF_8);
        if (buffer.length < length + octets.length + 2) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + octets.length + 2));
        }
        System.arraycopy(octets, 0, buffer, length, octets.length);
        length += octets.length;
        buffer[length++] = '\r';
        buffer[length++] = '\n';
        trace.sent(command.shown());
        return this;
    }

    void flush() throws SmtpException {
        int all = length;
        length = 0;
        line.write(buffer, 0, all);
    }
}
