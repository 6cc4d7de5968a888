package dev.paloma.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Quoted-printable in lines of at most 76 (RFC 2045 §6.7). White space at the end of a line is encoded because gateways
 * drop it, and a dot at the start of one so that a sloppy relay has nothing to stuff or strip.
 */
final class QuotedPrintable {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    /** One column is kept for the equals sign of a soft break. */
    private static final int COLUMNS = 75;

    private final byte[] octets;
    private final boolean breaks;
    private final Sink sink;
    private int column;

    private QuotedPrintable(byte[] octets, boolean breaks, Sink sink) {
        this.octets = octets;
        this.breaks = breaks;
        this.sink = sink;
    }

    /**
     * @param breaks whether CRLF is a line end, as it is in text, or two octets like others, as elsewhere; there a soft
     *     break ends the whole, so that no line end can be added to it
     */
    static void write(byte[] octets, boolean breaks, Sink sink) throws IOException {
        new QuotedPrintable(octets, breaks, sink).run();
    }

    static long size(byte[] octets, boolean breaks) {
        TallySink tally = new TallySink();
        try {
            write(octets, breaks, tally);
        } catch (IOException e) {
            throw new AssertionError("counting doesn't fail", e);
        }
        return tally.total();
    }

    private void run() throws IOException {
        for (int i = 0; i < octets.length; i++) {
            sink.reserve(8);
            if (breaks && lineEnd(i)) {
                newLine();
                i++;
            } else {
                one(octets[i], i);
            }
        }
        if (!breaks && column > 0) {
            sink.reserve(8);
            sink.buffer[sink.position++] = '=';
            newLine();
        }
    }

    private void one(byte b, int index) {
        boolean plain = plain(b, index);
        if (column + (plain ? 1 : 3) > COLUMNS) {
            sink.buffer[sink.position++] = '=';
            newLine();
        }
        byte[] out = sink.buffer;
        int at = sink.position;
        if (plain && (b != '.' || column > 0)) {
            out[at] = b;
            sink.position = at + 1;
            column++;
            return;
        }
        out[at] = '=';
        out[at + 1] = HEX[(b >> 4) & 0xF];
        out[at + 2] = HEX[b & 0xF];
        sink.position = at + 3;
        column += 3;
    }

    private boolean plain(byte b, int index) {
        if (b > ' ') {
            return b != '=' && b != 0x7F;
        }
        return (b == ' ' || b == '\t') && index + 1 < octets.length && !(breaks && lineEnd(index + 1));
    }

    private boolean lineEnd(int index) {
        return octets[index] == '\r' && index + 1 < octets.length && octets[index + 1] == '\n';
    }

    private void newLine() {
        sink.buffer[sink.position++] = '\r';
        sink.buffer[sink.position++] = '\n';
        column = 0;
    }
}
