package dev.paloma.jakarta;

import dev.paloma.message.Form;
import dev.paloma.message.Form.Body;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a message writes of itself, looked at as it passes: how long it is, and what a server must offer to take it. An
 * ordinary mail is kept besides, so that it needn't write itself a second time; of a long one nothing is. One serves all
 * the mails of a connection.
 */
final class Rendering extends Sink {
    /** What a connection may hold in memory. */
    static final int MOST_KEPT = 256 * 1024;

    /** RFC 5321 §4.5.3.1.6, without its CRLF. */
    private static final int LONGEST_LINE = 998;

    /** Begins the type of a part that has another message's header. */
    private static final String MESSAGE = "message/";

    private byte[] kept = {}; // grows to what the first mail needs
    private long size;
    private int line;
    private boolean header;
    /** The line begins as a boundary does. */
    private boolean dashes;
    /** Perhaps the header of a part, or of a message in one. */
    private boolean part;
    /** Such a message perhaps follows. */
    private boolean nested;

    private int matched;
    private boolean doubtful;
    private boolean utf8;
    private boolean eightBit;
    private boolean binary;

    Rendering() {
        super(4096);
    }

    /** Forgets the mail before this one. */
    void restart() {
        forget();
        size = 0;
        line = 0;
        header = true;
        dashes = false;
        part = false;
        nested = false;
        matched = 0;
        doubtful = false;
        utf8 = false;
        eightBit = false;
        binary = false;
    }

    @Override
    protected void drain(byte[] octets, int length) {
        if (size + length <= MOST_KEPT) {
            keep(octets, length);
        }
        size += length;
        for (int i = 0; i < length; i++) {
            byte octet = octets[i];
            if (octet == '\n') {
                endLine();
            } else if (octet != '\r') {
                if (line < 3) {
                    dashes = line == 2 ? dashes && octet != ' ' : octet == '-' && (line == 0 || dashes);
                }
                if (header || part) {
                    matched = (octet | 0x20) == MESSAGE.charAt(matched) ? matched + 1 : 0;
                    nested |= matched == MESSAGE.length();
                    matched %= MESSAGE.length();
                }
                line++;
                binary |= line > LONGEST_LINE || octet == 0;
                utf8 |= octet < 0 && header;
                eightBit |= octet < 0 && !header;
                doubtful |= octet < 0 && part;
            }
        }
    }

    private void endLine() {
        if (line == 0) {
            header = false;
            part = nested;
            nested = false;
        } else {
            part |= dashes && line > 2;
        }
        matched = 0;
        line = 0;
    }

    private void keep(byte[] octets, int length) {
        int before = (int) size;
        if (before + length > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(MOST_KEPT, Math.max(2 * kept.length, before + length)));
        }
        System.arraycopy(octets, 0, kept, before, length);
    }

    /** In octets; what is still in the sink's buffer isn't counted. */
    long size() {
        return size;
    }

    Form need() {
        Body body = binary ? Body.BINARY : eightBit ? Body.EIGHT_BIT : Body.SEVEN_BIT;
        return new Form(body, utf8);
    }

    /** Whether there is 8-bit text that looks as if it stood in the header of a part: only reading tells. */
    boolean isDoubtful() {
        return doubtful;
    }

    /** Whether all of it is kept. */
    boolean isKept() {
        return size <= MOST_KEPT;
    }

    /** What is kept. */
    void copyTo(Sink sink) throws IOException {
        sink.put(kept, 0, (int) size);
    }

    /** What is kept. */
    byte[] copy() {
        return Arrays.copyOf(kept, (int) size);
    }
}
