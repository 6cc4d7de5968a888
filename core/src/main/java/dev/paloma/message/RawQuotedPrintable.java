package dev.paloma.message;

import java.io.IOException;

/** Lines of text as quoted-printable (RFC 2045 §6.7). The line end before a boundary comes out right by itself. */
final class RawQuotedPrintable implements RawEncoder {
    /** One less than a line's limit: a soft line end needs its equals sign. */
    private static final int LONGEST = 75;

    private static final String HEX = "0123456789ABCDEF";

    private final Sink sink;
    private int column;
    private boolean lineOpen;
    /** White space that must be encoded if the line ends after it; 0 for none. */
    private int space;

    RawQuotedPrintable(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void add(LinePieces piece) throws IOException {
        for (int i = 0; i < piece.length(); i++) {
            int octet = piece.at(i) & 0xFF;
            plainSpace();
            if (octet == ' ' || octet == '\t') {
                space = octet;
            } else if (octet > ' ' && octet < 0x7F && octet != '=') {
                room(1);
                sink.put(octet);
            } else {
                encoded(octet);
            }
        }
        lineOpen = piece.end() == LinePieces.End.NONE;
        if (!lineOpen) {
            endLine();
        }
    }

    @Override
    public void end(boolean ofMessage) throws IOException {
        if (lineOpen) {
            endLine();
        }
    }

    private void endLine() throws IOException {
        if (space != 0) {
            encoded(space);
            space = 0;
        }
        sink.ascii("\r\n");
        column = 0;
        lineOpen = false;
    }

    private void plainSpace() throws IOException {
        if (space != 0) {
            room(1);
            sink.put(space);
            space = 0;
        }
    }

    private void encoded(int octet) throws IOException {
        room(3);
        sink.put('=');
        sink.put(HEX.charAt(octet >> 4));
        sink.put(HEX.charAt(octet & 0xF));
    }

    private void room(int columns) throws IOException {
        if (column + columns > LONGEST) {
            sink.ascii("=\r\n");
            column = 0;
        }
        column += columns;
    }
}
