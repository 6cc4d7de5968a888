package dev.paloma.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The input of an SMTP session on a pipe: commands, and mails with their dots (RFC 5321 §4.5.2). A client that ends its
 * commands with LF alone ends its mails that way; to any other a bare LF is content, and no end of anything.
 */
final class SmtpLines {
    private static final int LONGEST = 2048;
    private static final int HOPELESS = 1 << 20;

    private final PushbackInputStream in;
    private boolean bareLf;

    SmtpLines(InputStream in) {
        this.in = new PushbackInputStream(in, 2);
    }

    /**
     * A command without its line end; null at the end of the input. Of what is too long only the beginning is given, with
     * a NUL at its end, which no command holds.
     */
    @Nullable
    String command() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int length = 0;
        int last = 0;
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || ++length > HOPELESS) {
                return null;
            }
            if (length <= LONGEST) {
                line.write(c);
            }
            last = c;
        }
        bareLf = last != '\r';
        String text = line.toString(StandardCharsets.UTF_8);
        if (length > LONGEST) {
            return text + '\0';
        }
        return bareLf ? text : text.substring(0, text.length() - 1);
    }

    /** The mail up to its lone dot. */
    Mail mail(long most) {
        return new Mail(most);
    }

    /** A mail without its dots; fails with {@link EOFException} if the input ends before it. */
    final class Mail extends InputStream {
        private final boolean lf = bareLf;
        private final long most;
        private long size;
        private int last = '\n';
        private boolean lineStart = true;
        private boolean ended;

        private Mail(long most) {
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int c = ended ? -1 : next();
            while (c >= 0 && ++size > most) { // the rest is read away, so that the client hears the answer
                c = next();
            }
            return c;
        }

        /** Whether there was more than may be; what was read is only its beginning then. */
        boolean isTooLong() {
            return size > most;
        }

        private int next() throws IOException {
            int c = octet();
            if (lineStart && c == '.') {
                c = octet();
                if (c == '\r') {
                    int after = octet();
                    if (after == '\n') {
                        ended = true;
                        return -1;
                    }
                    in.unread(after);
                } else if (c == '\n' && lf) {
                    ended = true;
                    return -1;
                }
            }
            lineStart = c == '\n' && (lf || last == '\r');
            last = c;
            return c;
        }

        private int octet() throws IOException {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the input ended in the middle of a mail");
            }
            return c;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            int n = 0;
            while (n < length) {
                int c = read();
                if (c < 0) {
                    return n == 0 ? -1 : n;
                }
                octets[offset + n++] = (byte) c;
            }
            return n;
        }
    }
}
