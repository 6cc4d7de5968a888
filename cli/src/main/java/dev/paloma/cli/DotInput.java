package dev.paloma.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** A mail that is typed: a line with nothing but a dot ends it, as the end of the file does. No dot is stuffed. */
final class DotInput extends FilterInputStream {
    private final PushbackInputStream source;
    private boolean lineStart = true;
    private boolean ended;

    DotInput(InputStream in) {
        super(new PushbackInputStream(in, 2));
        source = (PushbackInputStream) this.in;
    }

    @Override
    public int read() throws IOException {
        if (ended) {
            return -1;
        }
        int c = source.read();
        if (lineStart && c == '.' && endsHere()) {
            ended = true;
            return -1;
        }
        lineStart = c == '\n';
        return c;
    }

    private boolean endsHere() throws IOException {
        int next = source.read();
        if (next < 0 || next == '\n') {
            return true;
        }
        if (next == '\r') {
            int last = source.read();
            if (last == '\n') {
                return true;
            }
            if (last >= 0) {
                source.unread(last);
            }
        }
        source.unread(next);
        return false;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        int n = 0;
        while (n < length) {
            int c = read();
            if (c < 0) {
                return n == 0 ? -1 : n;
            }
            octets[offset + n++] = (byte) c;
        }
        return n;
    }
}
