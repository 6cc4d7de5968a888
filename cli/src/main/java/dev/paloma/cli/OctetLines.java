package dev.paloma.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Lines, each read and decoded by itself: what is wrong with one is nothing to the others. */
final class OctetLines {
    private static final int LONGEST = 64 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private int number;

    OctetLines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line, up to its LF; false at the end. */
    boolean next() throws IOException {
        line = new ByteArrayOutputStream();
        tooLong = false;
        boolean any = false;
        boolean ended = false;
        while (!ended && more()) {
            any = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            take(from, at - from);
            ended = at < end;
            at += ended ? 1 : 0;
        }
        number += any ? 1 : 0;
        return any;
    }

    private boolean more() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
        }
        return at < end;
    }

    /** Of what is too long nothing is kept. */
    private void take(int from, int length) {
        tooLong |= line.size() + length > LONGEST;
        if (tooLong) {
            line.reset();
        } else {
            line.write(buffer, from, length);
        }
    }

    /** Which one it is, counted from 1. */
    int number() {
        return number;
    }

    /**
     * The line without its end.
     *
     * @throws Trouble if it isn't UTF-8, or is too long
     */
    String text() {
        if (tooLong) {
            throw Trouble.invalid("a line of over " + LONGEST + " octets", null);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
            return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Trouble.invalid("not UTF-8", e);
        }
    }
}
