package dev.paloma.jakarta;

import dev.paloma.message.Sink;
import jakarta.mail.util.LineOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Makes CRLF of every line end on the way into a sink, as the wire has it (RFC 5321 §2.3.8). It takes the lines of a part's
 * header as such: for another stream Jakarta Mail would look for somebody who does, through the whole class path, for each
 * part of each mail.
 */
final class LineEnds extends OutputStream implements LineOutputStream {
    private final Sink sink;
    private boolean afterCr;
    private boolean midLine;
    private long count;

    LineEnds(Sink sink) {
        this.sink = sink;
    }

    /** Much comes octet by octet, out of filters that know no better. */
    @Override
    public void write(int octet) throws IOException {
        byte one = (byte) octet;
        if (one == '\r' || one == '\n') {
            lineEnd(one);
            return;
        }
        sink.put(one);
        count++;
        midLine = true;
        afterCr = false;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int end = offset + length;
        int from = offset;
        for (int i = offset; i < end; i++) {
            byte octet = octets[i];
            if (octet == '\r' && i + 1 < end && octets[i + 1] == '\n') {
                i++; // right already
                midLine = false;
                afterCr = false;
            } else if (octet == '\r' || octet == '\n') {
                put(octets, from, i - from);
                lineEnd(octet);
                from = i + 1;
            } else {
                midLine = true;
                afterCr = false;
            }
        }
        put(octets, from, end - from);
    }

    @Override
    public void writeln(String line) throws IOException {
        HeaderLines.check(line);
        if (HeaderLines.areUtf8()) {
            write(line.getBytes(StandardCharsets.UTF_8));
        } else {
            for (int i = 0; i < line.length(); i++) {
                write(line.charAt(i));
            }
        }
        writeln();
    }

    @Override
    public void writeln() throws IOException {
        write('\r');
        write('\n');
    }

    private void put(byte[] octets, int offset, int length) throws IOException {
        sink.put(octets, offset, length);
        count += length;
    }

    private void lineEnd(byte octet) throws IOException {
        boolean rest = octet == '\n' && afterCr; // its CR went with the octets before
        if (!rest) {
            sink.put('\r');
            sink.put('\n');
            count += 2;
        }
        midLine = false;
        afterCr = octet == '\r';
    }

    /** Ends the last line, and says how many octets there were. */
    long complete() throws IOException {
        if (midLine) {
            lineEnd((byte) '\n');
        }
        return count;
    }
}
