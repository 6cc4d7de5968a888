package dev.paloma.message;

import java.io.IOException;
import java.io.InputStream;

/**
 * What some programs leave before a header, so that none of it would be taken for one, and Bcc be shown to all: empty
 * lines, and the line with which mailbox files begin a message.
 */
final class Preface {
    private Preface() {}

    /** How many octets it has; 0 unless a field follows. */
    static long length(Octets octets) throws IOException {
        try (InputStream in = octets.open()) {
            LinePieces piece = new LinePieces(in);
            long length = 0;
            while (piece.next()) {
                if (piece.startsLine() && piece.length() > 0 && !isPostmark(piece)) {
                    return MimeWalk.fieldName(piece).isEmpty() ? 0 : length;
                }
                length += piece.length() + piece.end().octets();
            }
            return 0;
        }
    }

    /** The first line of a message in a mailbox file, also as it gets when the file goes into another. */
    static boolean isPostmark(LinePieces piece) {
        return piece.startsWith("From ") || piece.startsWith(">From ");
    }
}
