package dev.paloma.inbox;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A client's connection as octets: lines and blocks in, replies out. Replies wait until there is nothing left to read,
 * so that a pipelined group gets its answers in one packet (RFC 2920 §3.2). TLS, once there is any, is another Wire
 * over the upgraded socket with nothing carried over.
 *
 * <p>For one thread, but for {@link #closeIfStuck}.
 */
final class Wire implements Closeable {
    /** RFC 4954 §4: what an AUTH response may be long, more than any other line. */
    static final int LONGEST_LINE = 12_288;
    /** A line without end beyond this is no SMTP client. */
    private static final int HOPELESS_LINE = 1 << 20;
    /** The first octet of a TLS handshake record (RFC 8446 §5.1). */
    private static final int TLS_HANDSHAKE = 0x16;

    private static final int LINGER_MILLIS = 500;
    private static final long LINGER_NANOS = 1_000_000_000;
    private static final long NOT_WRITING = Long.MIN_VALUE;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final long idleNanos;
    private final byte[] buffer = new byte[16 * 1024];
    private final byte[] line = new byte[LONGEST_LINE];
    private int position;
    private int limit;
    private volatile long writingSince = NOT_WRITING;

    Wire(Socket socket, InboxLimits limits) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = new BufferedOutputStream(socket.getOutputStream(), 8 * 1024);
        this.idleNanos = limits.idle().toNanos();
    }

    /**
     * The next line without its end, CRLF or bare LF.
     *
     * @throws Refusal if it is too long; it has been read away
     */
    byte[] readLine() throws IOException {
        // One deadline for the whole line, or an octet every four minutes would hold the connection for ever.
        long deadline = System.nanoTime() + idleNanos;
        int length = 0;
        while (true) {
            fillIfEmpty(deadline);
            byte b = buffer[position++];
            if (b == '\n') {
                break;
            }
            if (b == TLS_HANDSHAKE && length == 0) {
                throw Hangup.saying("421 4.7.0 No TLS on this port, speak plain SMTP");
            }
            if (length < line.length) {
                line[length] = b;
            }
            if (++length > HOPELESS_LINE) {
                throw Hangup.saying("421 4.5.2 Line without end");
            }
        }
        if (length > line.length) {
            throw new Refusal("500 5.5.2 Line too long");
        }
        return Arrays.copyOf(line, length > 0 && line[length - 1] == '\r' ? length - 1 : length);
    }

    /** The next octet, 0 to 255. */
    int read() throws IOException {
        if (position == limit) {
            fillIfEmpty(System.nanoTime() + idleNanos);
        }
        return buffer[position++] & 0xFF;
    }

    /** Reads at least one octet, at most {@code length}. */
    int read(byte[] octets, int length) throws IOException {
        fillIfEmpty(System.nanoTime() + idleNanos);
        int n = Math.min(length, limit - position);
        System.arraycopy(buffer, position, octets, 0, n);
        position += n;
        return n;
    }

    /** Octets that can be read without waiting for the client. */
    int waiting() {
        return limit - position;
    }

    private void fillIfEmpty(long deadline) throws IOException {
        if (position < limit) {
            return;
        }
        flush();
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw Hangup.saying("421 4.4.2 Idle too long");
        }
        position = 0;
        limit = 0;
        int n;
        try {
            socket.setSoTimeout((int) millis);
            n = in.read(buffer);
        } catch (SocketTimeoutException e) {
            throw Hangup.saying("421 4.4.2 Idle too long");
        } catch (IOException e) {
            throw Hangup.lost("reading from the client: " + e.getMessage());
        }
        if (n < 0) {
            throw Hangup.lost("the client closed the connection");
        }
        limit = n;
    }

    /** Queues a reply of one or more lines, each complete but for the CRLF. */
    void reply(String... lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String l : lines) {
            text.append(l).append("\r\n");
        }
        write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    void flush() throws IOException {
        writingSince = System.nanoTime();
        try {
            out.flush();
        } catch (IOException e) {
            throw Hangup.lost("writing to the client: " + e.getMessage());
        } finally {
            writingSince = NOT_WRITING;
        }
    }

    private void write(byte[] octets) throws IOException {
        writingSince = System.nanoTime();
        try {
            out.write(octets);
        } catch (IOException e) {
            throw Hangup.lost("writing to the client: " + e.getMessage());
        } finally {
            writingSince = NOT_WRITING;
        }
    }

    /** Closes the connection if a write has been blocked too long: a JDK socket has no limit for that of its own. */
    void closeIfStuck() {
        long since = writingSince;
        if (since != NOT_WRITING && System.nanoTime() - since > idleNanos) {
            close();
        }
    }

    /**
     * Says the last words and closes. Closing with input unread resets the connection, and the client might lose them;
     * so what has come is read away first, for a moment.
     *
     * @param reply empty for none
     */
    void farewell(String reply) {
        try {
            if (reply.isEmpty()) {
                return;
            }
            reply(reply);
            flush();
            socket.shutdownOutput();
            long end = System.nanoTime() + LINGER_NANOS;
            socket.setSoTimeout(LINGER_MILLIS);
            int n = 0;
            while (n >= 0 && System.nanoTime() < end) {
                n = in.read(buffer);
            }
        } catch (IOException e) {
            // It has been tried; the client is gone or doesn't listen.
        } finally {
            close();
        }
    }

    /** Ends reading as if the client had closed; the reply under way still goes out. */
    void stopReading() {
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing more can be done with it.
        }
    }
}
