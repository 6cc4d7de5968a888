package dev.paloma.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The server's side of a connection to the {@link FastSink}: takes everything. Commands and content are read where they
 * lie in the buffer, nothing is made for a mail, and all that was read at once is answered at once.
 */
final class SinkSession {
    /** How a connection goes on after {@link #serve}. */
    enum End {
        CLOSE,
        START_TLS
    }

    private static final int LARGEST = 256 * 1024;

    private static final int MAIL = verb("mail");
    private static final int RCPT = verb("rcpt");
    private static final int DATA = verb("data");
    private static final int BDAT = verb("bdat");
    private static final int EHLO = verb("ehlo");
    private static final int QUIT = verb("quit");
    private static final int STARTTLS = verb("star");

    private static final byte[] OK = ascii("250 2.0.0 Ok\r\n");
    private static final byte[] SENDER_OK = ascii("250 2.1.0 Ok\r\n");
    private static final byte[] RECIPIENT_OK = ascii("250 2.1.5 Ok\r\n");
    private static final byte[] GO_AHEAD = ascii("354 End data with <CR><LF>.<CR><LF>\r\n");
    private static final byte[] QUEUED = ascii("250 2.0.0 Ok: queued as 4ZbQfK2Hn1z\r\n");
    private static final byte[] READY = ascii("220 2.0.0 Ready to start TLS\r\n");
    private static final byte[] BYE = ascii("221 2.0.0 Bye\r\n");

    private enum State {
        COMMAND,
        CONTENT,
        CHUNK,
        OVER
    }

    private final byte[] ehlo;
    private final Tally tally;
    /** Grows while what is read fills it: a sink that takes long to be made would be what is measured. */
    private byte[] in = new byte[8 * 1024];

    private final byte[] out = new byte[8 * 1024];
    private OutputStream output = OutputStream.nullOutputStream();
    private int next;
    private int end;
    private int outLength;
    private State state = State.COMMAND;
    private End how = End.CLOSE;
    private long chunkLeft;
    private boolean lastChunk;
    private long messages;
    private long recipients;
    private long octets;

    SinkSession(Offers offers, Tally tally) {
        this.ehlo = ascii(offers.ehlo());
        this.tally = tally;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int verb(String four) {
        return four.charAt(0) << 24 | four.charAt(1) << 16 | four.charAt(2) << 8 | four.charAt(3);
    }

    void greet(OutputStream to) throws IOException {
        to.write(ascii("220 sink ESMTP\r\n"));
    }

    /** Serves until the client says goodbye, goes away, or asks for TLS. */
    End serve(InputStream from, OutputStream to) throws IOException {
        output = to;
        next = 0;
        end = 0;
        state = State.COMMAND;
        how = End.CLOSE;
        while (state != State.OVER) {
            int n = from.read(in, end, in.length - end);
            if (n < 0) {
                return End.CLOSE;
            }
            end += n;
            boolean full = end == in.length;
            take();
            keepRest();
            if (full && in.length < LARGEST) {
                in = Arrays.copyOf(in, 2 * in.length);
            }
            flush();
        }
        return how;
    }

    private void take() throws IOException {
        boolean more = true;
        while (more) {
            more = switch (state) {
                case COMMAND -> command();
                case CONTENT -> content();
                case CHUNK -> chunk();
                case OVER -> false;
            };
        }
    }

    private void keepRest() throws IOException {
        if (next > 0) {
            System.arraycopy(in, next, in, 0, end - next);
            end -= next;
            next = 0;
        }
        if (end == in.length && end == LARGEST) {
            throw new IOException("a command of over " + in.length + " octets");
        }
    }

    /** Takes one command; false if there is no whole one. */
    private boolean command() throws IOException {
        int lineEnd = next;
        while (lineEnd < end && in[lineEnd] != '\n') {
            lineEnd++;
        }
        if (lineEnd == end) {
            return false;
        }
        int start = next;
        next = lineEnd + 1;
        obey(start);
        return true;
    }

    private void obey(int start) throws IOException {
        int verb = next - start < 5 ? 0 : (in[start] << 24 | in[start + 1] << 16 | in[start + 2] << 8 | in[start + 3]);
        verb |= 0x20202020; // capital letters and small ones
        if (verb == MAIL) {
            reply(SENDER_OK);
        } else if (verb == RCPT) {
            recipients++;
            reply(RECIPIENT_OK);
        } else if (verb == BDAT) {
            beginChunk(start + 5);
        } else if (verb == DATA) {
            reply(GO_AHEAD);
            state = State.CONTENT;
            next -= 2; // the end mark may come at once, and needs the line end before it
            octets -= 2;
        } else if (verb == EHLO) {
            reply(ehlo);
        } else if (verb == QUIT) {
            reply(BYE);
            state = State.OVER;
        } else if (verb == STARTTLS) {
            reply(READY);
            state = State.OVER;
            how = End.START_TLS;
        } else {
            reply(OK);
        }
    }

    private void beginChunk(int number) {
        int at = number;
        chunkLeft = 0;
        while (in[at] >= '0' && in[at] <= '9') {
            chunkLeft = chunkLeft * 10 + in[at++] - '0';
        }
        lastChunk = in[at] == ' ';
        state = State.CHUNK;
    }

    private boolean chunk() throws IOException {
        long n = Math.min(chunkLeft, end - next);
        next += (int) n;
        octets += n;
        chunkLeft -= n;
        if (chunkLeft > 0) {
            return false;
        }
        if (lastChunk) {
            delivered();
        } else {
            reply(OK);
            state = State.COMMAND;
        }
        return true;
    }

    /** Looks for the end mark, five octets, at every fifth octet and where that could belong to it (Horspool). */
    private boolean content() throws IOException {
        int at = next + 4;
        while (at < end) {
            byte octet = in[at];
            if (octet == '\n' && isEndMark(at)) {
                octets += at + 1 - next - 3;
                next = at + 1;
                delivered();
                return true;
            }
            at += switch (octet) {
                case '\r' -> 1;
                case '.' -> 2;
                case '\n' -> 3;
                default -> 5;
            };
        }
        int done = Math.max(0, end - next - 4);
        octets += done;
        next += done;
        return false;
    }

    private boolean isEndMark(int at) {
        return in[at - 1] == '\r' && in[at - 2] == '.' && in[at - 3] == '\n' && in[at - 4] == '\r';
    }

    private void delivered() throws IOException {
        messages++;
        state = State.COMMAND;
        reply(QUEUED);
    }

    private void reply(byte[] line) throws IOException {
        if (out.length - outLength < line.length) {
            flush();
        }
        System.arraycopy(line, 0, out, outLength, line.length);
        outLength += line.length;
    }

    /** Counted before it is answered, so that a client that has its answer finds the mail counted. */
    private void flush() throws IOException {
        if (outLength > 0) {
            tally.add(messages, recipients, octets);
            messages = 0;
            recipients = 0;
            octets = 0;
            output.write(out, 0, outLength);
            outLength = 0;
        }
    }
}
