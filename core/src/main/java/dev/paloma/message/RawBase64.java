package dev.paloma.message;

import java.io.IOException;

/** A body as base64 in lines of 76 (RFC 2045 §6.8). */
final class RawBase64 implements RawEncoder {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Sink sink;
    /** Whether line ends are data and stay as they are. */
    private final boolean binary;
    /** Whole lines of output. */
    private final byte[] block = new byte[Base64Encoder.LINE_OCTETS * 64];

    private final Base64Encoder encoder = new Base64Encoder();

    private int length;
    private boolean written;
    private LinePieces.End pending = LinePieces.End.NONE;

    RawBase64(Sink sink, boolean binary) {
        this.sink = sink;
        this.binary = binary;
    }

    @Override
    public void add(LinePieces piece) throws IOException {
        pendingEnd();
        for (int i = 0; i < piece.length(); i++) {
            put(piece.at(i));
        }
        pending = piece.end();
    }

    @Override
    public void end(boolean ofMessage) throws IOException {
        if (ofMessage) {
            pendingEnd();
        }
        if (length > 0) {
            drain();
        }
        if (written) {
            sink.put(CRLF);
        }
    }

    private void pendingEnd() throws IOException {
        if (pending == LinePieces.End.NONE) {
            return;
        }
        if (!binary || pending != LinePieces.End.LF) {
            put(CRLF[0]);
        }
        if (!binary || pending != LinePieces.End.CR) {
            put(CRLF[1]);
        }
        pending = LinePieces.End.NONE;
    }

    private void put(byte octet) throws IOException {
        block[length++] = octet;
        if (length == block.length) {
            drain();
        }
    }

    private void drain() throws IOException {
        encoder.encode(block, 0, length, sink);
        written = true;
        length = 0;
    }
}
