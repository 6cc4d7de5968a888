package dev.paloma.message;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream seen line by line, in pieces of one fixed buffer: a line of any length takes no more memory. CRLF, LF and CR
 * each end a line. A piece is valid until the next one is asked for.
 */
final class LinePieces {
    /** What ends a piece's line. */
    enum End {
        /** The line goes on in the next piece, or the stream ends here. */
        NONE,
        CRLF,
        LF,
        CR;

        int octets() {
            return this == NONE ? 0 : this == CRLF ? 2 : 1;
        }
    }

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 15];
    /** Where the next piece begins, and how far the buffer is filled. */
    private int head;

    private int limit;
    private boolean atEnd;
    private boolean startsLine;
    private int start;
    private int length;
    private End end = End.CRLF;

    LinePieces(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next piece; false at the end of the stream. */
    boolean next() throws IOException {
        startsLine = end != End.NONE;
        int i = head;
        while (true) {
            while (i < limit && buffer[i] != '\r' && buffer[i] != '\n') {
                i++;
            }
            // After a CR the next octet decides, unless there is none.
            if (i < limit && (buffer[i] == '\n' || i + 1 < limit || atEnd)) {
                return piece(i, endAt(i));
            }
            if (atEnd) {
                return head < limit && piece(limit, End.NONE);
            }
            i -= head;
            shift();
            if (limit == buffer.length) {
                return piece(i, End.NONE);
            }
            fill();
        }
    }

    private End endAt(int i) {
        if (buffer[i] == '\n') {
            return End.LF;
        }
        return i + 1 < limit && buffer[i + 1] == '\n' ? End.CRLF : End.CR;
    }

    private boolean piece(int to, End ending) {
        start = head;
        length = to - head;
        end = ending;
        head = to + ending.octets();
        return true;
    }

    private void shift() {
        System.arraycopy(buffer, head, buffer, 0, limit - head);
        limit -= head;
        head = 0;
    }

    private void fill() throws IOException {
        int n = in.read(buffer, limit, buffer.length - limit);
        atEnd = n < 0;
        limit += Math.max(n, 0);
    }

    /** Whether this piece is the first of its line. */
    boolean startsLine() {
        return startsLine;
    }

    /** In a header: whether a field begins here, and not the next line or piece of one. */
    boolean startsField() {
        return startsLine && !startsWithSpace();
    }

    int length() {
        return length;
    }

    End end() {
        return end;
    }

    /** The octet at this index of the piece, signed. */
    byte at(int index) {
        return buffer[start + index];
    }

    boolean startsWith(String ascii) {
        if (length < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (at(i) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean startsWithSpace() {
        return length > 0 && (at(0) == ' ' || at(0) == '\t');
    }

    /** The piece without its line end. */
    void writeTo(Sink sink) throws IOException {
        sink.put(buffer, start, length);
    }

    /** The first octets of the piece, at most so many, as characters. */
    String text(int most) {
        StringBuilder text = new StringBuilder(Math.min(length, most));
        for (int i = 0; i < length && i < most; i++) {
            text.append((char) (at(i) & 0xFF));
        }
        return text.toString();
    }
}
