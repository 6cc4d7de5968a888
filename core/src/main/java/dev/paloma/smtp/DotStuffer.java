package dev.paloma.smtp;

import dev.paloma.message.Sink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way after DATA: a dot at the start of a line is doubled (RFC 5321 §4.5.2), and blocks leave under the
 * limit for one block. The last block stays here, so that the end mark can leave with it.
 */
final class DotStuffer extends Sink {
    private static final int BLOCK = 32 * 1024;
    /** The end of a last line that has none, and the dot with its own. */
    private static final int LONGEST_END = 5;

    private final Line line;
    private final byte[] block = new byte[BLOCK];
    private int length;
    private boolean atLineStart = true;
    private boolean afterCr;
    private long octets;
    private @Nullable SmtpException failure;

    DotStuffer(Line line) {
        super(8192);
        this.line = line;
    }

    /** Forgets the content before this one. */
    void restart() {
        length = 0;
        atLineStart = true;
        afterCr = false;
        octets = 0;
        failure = null;
    }

    /** Octets of content so far, stuffing left out. */
    long octets() {
        return octets;
    }

    /** Why the line failed, if that is why writing the content failed; null if the content itself did. */
    @Nullable
    SmtpException failure() {
        return failure;
    }

    @Override
    protected void drain(byte[] content, int count) throws IOException {
        if (failure != null) {
            throw failure; // content that hides a failure doesn't go on behind a gap
        }
        octets += count;
        int from = 0;
        for (int i = 0; i < count; i++) {
            byte octet = content[i];
            if (afterCr != (octet == '\n')) {
                copy(content, from, i - from);
                from = i;
                completeLineEnd();
            }
            if (atLineStart && octet == '.') {
                copy(content, from, i - from);
                from = i;
                room(1);
                block[length++] = '.';
            }
            atLineStart = octet == '\n';
            afterCr = octet == '\r';
        }
        copy(content, from, count - from);
    }

    /**
     * The other half of a CR or LF that stands alone. Content brings CRLF; but a content of somebody else's may not, and a
     * server that takes a lone one for a line end would find an end mark in it that isn't ours (RFC 5321 §2.3.8).
     */
    private void completeLineEnd() throws SmtpException {
        room(1);
        block[length++] = (byte) (afterCr ? '\n' : '\r');
        atLineStart |= afterCr;
    }

    /** What is left to do before the end mark, so that {@link #end} is one write: the last line's end, and room. */
    void finish() throws IOException {
        flush();
        if (failure != null) {
            throw failure;
        }
        if (afterCr) {
            completeLineEnd();
        }
        room(LONGEST_END);
        if (!atLineStart) {
            block[length++] = '\r';
            block[length++] = '\n';
            atLineStart = true;
        }
    }

    /** The end mark, after {@link #finish}: the last block and the dot leave in one write. Doubt begins here. */
    void end() throws SmtpException {
        block[length++] = '.';
        block[length++] = '\r';
        block[length++] = '\n';
        send(Stage.END_OF_DATA);
    }

    private void copy(byte[] content, int from, int count) throws SmtpException {
        int at = from;
        int left = count;
        while (left > 0) {
            room(1);
            int n = Math.min(left, block.length - length);
            System.arraycopy(content, at, block, length, n);
            length += n;
            at += n;
            left -= n;
        }
    }

    private void room(int count) throws SmtpException {
        if (block.length - length < count) {
            send(Stage.CONTENT);
        }
    }

    private void send(Stage stage) throws SmtpException {
        line.begin(stage);
        int all = length;
        length = 0;
        try {
            line.write(block, 0, all);
            if (stage == Stage.CONTENT) {
                line.pause(); // the next block may take the content as long as it likes
            }
        } catch (SmtpException e) {
            failure = e;
            throw e;
        }
    }
}
