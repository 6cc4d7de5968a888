package dev.paloma;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What a scripted server reads: lines, counted octets, content up to its dot. Shares nothing with the client. */
final class ModelInput {
    private final InputStream in;
    private final BeforeReading beforeReading;
    private final byte[] buffer = new byte[16 * 1024];
    private int next;
    private int end;

    /** What must have been done before it waits for more. */
    interface BeforeReading {
        void run() throws IOException;
    }

    ModelInput(InputStream in, BeforeReading beforeReading) {
        this.in = in;
        this.beforeReading = beforeReading;
    }

    /** Whether the client has said more already. */
    boolean hasMore() throws IOException {
        return next < end || in.available() > 0;
    }

    private int octet() throws IOException {
        if (next == end) {
            beforeReading.run();
            int n = in.read(buffer);
            if (n < 0) {
                return -1;
            }
            next = 0;
            end = n;
        }
        return buffer[next++] & 0xFF;
    }

    /** A line without its CRLF; null at the end. A lone CR or LF stays in it, for the caller to see. */
    @Nullable
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = octet();
        while (octet >= 0) {
            line.append((char) octet);
            int length = line.length();
            if (octet == '\n' && length > 1 && line.charAt(length - 2) == '\r') {
                return line.substring(0, length - 2);
            }
            octet = octet();
        }
        return null;
    }

    /** So many octets into there; false if the client ended before. */
    boolean octets(long count, ByteArrayOutputStream into) throws IOException {
        long left = count;
        while (left > 0) {
            int first = octet();
            if (first < 0) {
                return false;
            }
            next--;
            int n = (int) Math.min(left, end - next);
            into.write(buffer, next, n);
            next += n;
            left -= n;
        }
        return true;
    }

    /**
     * Content up to its dot, the stuffing taken out.
     *
     * @param most stops after so many octets
     * @return whether the dot came
     */
    boolean stuffed(ByteArrayOutputStream into, int most) throws IOException {
        String dots = "\r\n.";
        int matched = 2; // the content begins like a line
        while (into.size() < most) {
            int octet = octet();
            if (octet < 0) {
                return false;
            }
            if (matched == 3) {
                if (octet == '\r' && isEnd()) {
                    return true;
                }
                matched = octet == '\r' ? 1 : 0;
                into.write(octet);
            } else {
                matched = octet == dots.charAt(matched) ? matched + 1 : octet == '\r' ? 1 : 0;
                if (matched < 3) {
                    into.write(octet);
                }
            }
        }
        return false;
    }

    private boolean isEnd() throws IOException {
        int octet = octet();
        if (octet != '\n' && octet >= 0) {
            next--;
        }
        return octet == '\n';
    }
}
