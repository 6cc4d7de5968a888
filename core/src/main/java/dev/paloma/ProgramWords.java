package dev.paloma;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a program says on standard error: its beginning is kept, the rest is read and dropped, so that the program is
 * never stopped by a full pipe. Reads only what is there. For one thread.
 */
final class ProgramWords {
    private static final int MOST = 2048;
    /** Read in one look; a flood must not keep the looker from the clock. */
    private static final int LOOK = 1 << 20;

    private static final String HEX = "0123456789abcdef";

    private final InputStream pipe;
    private final byte[] kept = new byte[MOST];
    private final byte[] buffer = new byte[8192];
    private int length;
    private boolean more;

    ProgramWords(InputStream pipe) {
        this.pipe = pipe;
    }

    /** Takes what has been said since the last look. */
    void look() {
        try {
            int left = LOOK;
            int available = pipe.available();
            while (available > 0 && left > 0) {
                int n = pipe.read(buffer, 0, Math.min(buffer.length, available));
                if (n <= 0) {
                    return;
                }
                int room = Math.min(n, MOST - length);
                System.arraycopy(buffer, 0, kept, length, room);
                length += room;
                more |= room < n;
                left -= n;
                available = pipe.available();
            }
        } catch (IOException e) {
            return; // it is closed: there is no more to come
        }
    }

    /** In one line that is safe to show; empty where nothing was said. */
    String text() {
        String said = new String(kept, 0, length, StandardCharsets.UTF_8).strip();
        StringBuilder line = new StringBuilder(said.length());
        for (int i = 0; i < said.length(); i++) {
            append(line, said.charAt(i));
        }
        return more ? line.append(" …").toString() : line.toString();
    }

    private static void append(StringBuilder line, char c) {
        int type = Character.getType(c);
        boolean unsafe = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        if (c == '\n') {
            line.append(" / ");
        } else if (c == '\t') {
            line.append(' ');
        } else if (unsafe) {
            line.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                line.append(HEX.charAt((c >> shift) & 15));
            }
        } else if (c != '\r') {
            line.append(c);
        }
    }
}
