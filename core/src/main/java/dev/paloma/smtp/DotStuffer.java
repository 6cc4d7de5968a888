package dev.paloma.smtp;

import java.nio.ByteBuffer;

/** Content after DATA: a dot at the start of a line is doubled (RFC 5321 §4.5.2). */
final class DotStuffer extends ContentSink {
    /** The end of a last line that has none, and the dot with its own. */
    private static final int LONGEST_END = 5;

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = EACH << 7;
    private static final long ABOVE_CR = (0x7F - '\r') * EACH;

    private final Output output;
    /** The content that is being passed, which is nearly always the sink's own buffer: one view of it serves all mails. */
    private ByteBuffer eights = ByteBuffer.allocate(0);

    private boolean atLineStart = true;
    private boolean afterCr;

    DotStuffer(Output output) {
        super(8192);
        this.output = output;
    }

    @Override
    void restart() {
        super.restart();
        atLineStart = true;
        afterCr = false;
    }

    @Override
    void pass(byte[] content, int count) throws SmtpException {
        if (eights.array() != content) {
            eights = ByteBuffer.wrap(content);
        }
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (!afterCr && !atLineStart) {
                i = endOfPlain(content, i, count);
                if (i == count) {
                    break;
                }
            }
            byte octet = content[i];
            if (afterCr != (octet == '\n')) {
                output.put(content, from, i - from);
                from = i;
                completeLineEnd();
            }
            if (atLineStart && octet == '.') {
                output.put(content, from, i - from);
                from = i;
                output.put('.');
            }
            atLineStart = octet == '\n';
            afterCr = octet == '\r';
        }
        output.put(content, from, count - from);
    }

    /** Where octets end that can't matter inside a line: all but controls up to CR. Eight at a time, where there are. */
    private int endOfPlain(byte[] content, int from, int count) {
        int at = from;
        while (count - at >= Long.BYTES && isPlain(eights.getLong(at))) {
            at += Long.BYTES;
        }
        while (at < count && (content[at] > '\r' || content[at] < 0)) {
            at++;
        }
        return at;
    }

    /** Adding this much carries into an octet's highest bit if it is above CR; 8-bit text has that bit already. */
    private static boolean isPlain(long eight) {
        return ((((eight & ~HIGH_BITS) + ABOVE_CR) | eight) & HIGH_BITS) == HIGH_BITS;
    }

    /**
     * The other half of a CR or LF that stands alone. Content brings CRLF; but a content of somebody else's may not, and a
     * server that takes a lone one for a line end would find an end mark in it that isn't ours (RFC 5321 §2.3.8).
     */
    private void completeLineEnd() throws SmtpException {
        output.put(afterCr ? '\n' : '\r');
        atLineStart |= afterCr;
    }

    @Override
    void last() {
        // a line is a line, the last one too
    }

    /** The last line's end, and room, so that the end mark leaves in one piece. */
    @Override
    void end() throws SmtpException {
        if (afterCr) {
            completeLineEnd();
            afterCr = false;
        }
        output.room(LONGEST_END);
        if (!atLineStart) {
            output.put('\r');
            output.put('\n');
            atLineStart = true;
        }
    }

    /** The end mark, after {@link #complete}. */
    void dot() throws SmtpException {
        output.put('.');
        output.put('\r');
        output.put('\n');
    }
}
