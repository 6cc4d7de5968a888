package dev.paloma.inbox;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Content after DATA. Only CRLF, a dot and CRLF end it: a server that takes bare LF for a line end here lets one mail
 * hide another. Bare CR and LF are content like any other octet.
 */
final class DotContent extends Incoming {
    private enum State {
        LINE_START,
        DOT,
        DOT_CR,
        TEXT,
        CR,
        END
    }

    private final Wire wire;
    private State state = State.LINE_START;

    DotContent(Wire wire, InboxLimits limits) {
        super(limits);
        this.wire = wire;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        copyTo(out);
    }

    @Override
    int read(byte[] octets) throws IOException {
        int length = 0;
        // A step yields two octets at most. What has been read is handed on before waiting for more.
        while (state != State.END && length < octets.length - 1 && (length == 0 || wire.waiting() > 0)) {
            length = step(wire.read(), octets, length);
        }
        return state == State.END && length == 0 ? -1 : length;
    }

    /** RFC 5321 §4.5.2: a dot that begins a line ends the content if nothing else is there, and is dropped if not. */
    private int step(int c, byte[] octets, int length) {
        switch (state) {
            case LINE_START:
                if (c == '.') {
                    state = State.DOT;
                    return length;
                }
                break;
            case DOT:
                if (c == '\r') {
                    state = State.DOT_CR;
                    return length;
                }
                break;
            case DOT_CR:
                if (c == '\n') {
                    state = State.END;
                    return length;
                }
                octets[length] = '\r';
                octets[length + 1] = (byte) c;
                state = c == '\r' ? State.CR : State.TEXT;
                return length + 2;
            case CR:
                if (c == '\n') {
                    octets[length] = (byte) c;
                    state = State.LINE_START;
                    return length + 1;
                }
                break;
            case TEXT, END:
                break;
        }
        octets[length] = (byte) c;
        state = c == '\r' ? State.CR : State.TEXT;
        return length + 1;
    }
}
