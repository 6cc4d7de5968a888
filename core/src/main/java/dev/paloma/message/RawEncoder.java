package dev.paloma.message;

import java.io.IOException;

/** Puts one part's body in a transfer encoding while it passes by. */
interface RawEncoder {
    /** For bodies that stay as they are. */
    RawEncoder NONE = new RawEncoder() {
        @Override
        public void add(LinePieces piece) {}

        @Override
        public void end(boolean ofMessage) {}
    };

    static RawEncoder of(MimeEntity entity, Sink sink) {
        return entity.kind() == MimeEntity.Kind.TEXT
                ? new RawQuotedPrintable(sink)
                : new RawBase64(sink, entity.isBinary());
    }

    void add(LinePieces piece) throws IOException;

    /**
     * Writes what is left, and ends the line.
     *
     * @param ofMessage whether this is the end of all; if not a boundary follows, to which the last line end belongs
     */
    void end(boolean ofMessage) throws IOException;

    /** Writes a line end as it was. */
    static void putEnd(Sink sink, LinePieces.End end) throws IOException {
        switch (end) {
            case NONE -> {}
            case CRLF -> sink.ascii("\r\n");
            case LF -> sink.put('\n');
            case CR -> sink.put('\r');
        }
    }
}
