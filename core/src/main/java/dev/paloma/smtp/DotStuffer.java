package dev.paloma.smtp;

/** Content after DATA: a dot at the start of a line is doubled (RFC 5321 §4.5.2). */
final class DotStuffer extends ContentSink {
    /** The end of a last line that has none, and the dot with its own. */
    private static final int LONGEST_END = 5;

    private final Output output;
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

    /** Where octets end that can't matter inside a line: all above CR and below 128. */
    private static int endOfPlain(byte[] content, int from, int count) {
        int at = from;
        while (at < count && content[at] > '\r') {
            at++;
        }
        return at;
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
