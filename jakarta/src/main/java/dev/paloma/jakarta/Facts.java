package dev.paloma.jakarta;

import dev.paloma.message.Form;
import dev.paloma.message.Form.Body;
import dev.paloma.message.Sink;

/** Looks at content as it passes, and keeps nothing of it: how long it is, and what a server must offer to take it. */
final class Facts extends Sink {
    /** RFC 5321 §4.5.3.1.6, without its CRLF. */
    private static final int LONGEST_LINE = 998;

    private long size;
    private int line;
    private boolean header = true;
    private boolean utf8;
    private boolean eightBit;
    private boolean binary;

    Facts() {
        super(8192);
    }

    @Override
    protected void drain(byte[] octets, int length) {
        size += length;
        for (int i = 0; i < length; i++) {
            byte octet = octets[i];
            if (octet == '\n') {
                header &= line > 0;
                line = 0;
            } else if (octet != '\r') {
                line++;
                binary |= line > LONGEST_LINE || octet == 0;
                utf8 |= octet < 0 && header;
                eightBit |= octet < 0 && !header;
            }
        }
    }

    long size() {
        return size;
    }

    Form need() {
        Body body = binary ? Body.BINARY : eightBit ? Body.EIGHT_BIT : Body.SEVEN_BIT;
        return new Form(body, utf8);
    }
}
