package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection's bytes, plain or TLS. Used by one thread; only {@link #abort} may come from another. */
final class Wire {
    private final Socket raw;
    private final Settings settings;
    private final CountDownLatch closing;
    private final Runnable onFlight;
    private final byte[] buffer = new byte[1 << 16];
    private InputStream in;
    private OutputStream out;
    private @Nullable SSLSocket tls;
    private int layers;
    private int position;
    private int limit;
    private boolean spoken;
    /** When the write that is under way began; 0 if none is. Read by the watchdog. */
    private volatile long writingSince;

    Wire(Socket raw, Settings settings, CountDownLatch closing, Runnable onFlight) throws IOException {
        this.raw = raw;
        this.settings = settings;
        this.closing = closing;
        this.onFlight = onFlight;
        raw.setTcpNoDelay(true);
        raw.setSoTimeout(settings.timeoutMillis());
        in = raw.getInputStream();
        out = raw.getOutputStream();
    }

    /** The next byte, or -1 at the end of stream. */
    int read() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer));
            if (limit == 0) {
                return -1;
            }
            if (spoken) {
                spoken = false;
                onFlight.run();
            }
        }
        return buffer[position++] & 0xFF;
    }

    /** Whether the client has sent more than was read, as far as it can be told without waiting. */
    boolean hasMore() throws IOException {
        return position < limit || in.available() > 0 || raw.getInputStream().available() > 0;
    }

    void write(byte[] bytes) throws IOException {
        writingSince = System.nanoTime() | 1;
        try {
            writeSegments(bytes);
        } finally {
            writingSince = 0;
        }
    }

    private void writeSegments(byte[] bytes) throws IOException {
        // what is here already wasn't sent in answer to these bytes
        spoken |= !hasMore();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean cut = switch (settings.segmentation) {
                case WHOLE -> false;
                case BY_LINE -> bytes[i] == '\n';
                case BY_BYTE -> true;
            };
            if (cut || i == bytes.length - 1) {
                out.write(bytes, start, i + 1 - start);
                out.flush();
                start = i + 1;
            }
        }
    }

    /** Whether a write has waited longer than it may: a socket's writes have no time limit of their own. */
    boolean isStuck() {
        long since = writingSince;
        return since != 0 && System.nanoTime() - since > settings.timeout.toNanos();
    }

    boolean isEncrypted() {
        return tls != null;
    }

    /** How often TLS has begun. */
    int layers() {
        return layers;
    }

    /** Handshakes as the server; what the client sent too early is taken as a part of the handshake. */
    SSLSocket startTls(TestCertificate certificate) throws IOException {
        byte[] early = Arrays.copyOfRange(buffer, position, limit);
        position = limit;
        SSLSocket socket = (SSLSocket) settings.context(certificate)
                .getSocketFactory()
                .createSocket(tls == null ? raw : tls, new ByteArrayInputStream(early), true);
        socket.setUseClientMode(false);
        if (!settings.protocols.isEmpty()) {
            socket.setEnabledProtocols(settings.protocols.toArray(new String[0]));
        }
        socket.setNeedClientAuth(settings.clientCertificate);
        socket.startHandshake();
        tls = socket;
        layers++;
        in = socket.getInputStream();
        out = socket.getOutputStream();
        return socket;
    }

    /** Waits, but not longer than the server lives. */
    void pause(long nanos) throws IOException {
        if (awaits(closing, nanos)) {
            throw new ConnectionEnded("the server was closed");
        }
    }

    /** Waits for the latch; fails when the time limit is over or the server is closed. */
    void await(CountDownLatch latch) throws IOException {
        long end = System.nanoTime() + settings.timeout.toNanos();
        while (!awaits(latch, TimeUnit.MILLISECONDS.toNanos(5))) {
            if (closing.getCount() == 0) {
                throw new ConnectionEnded("the server was closed");
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("a reply was never released");
            }
        }
    }

    private static boolean awaits(CountDownLatch latch, long nanos) throws IOException {
        try {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while waiting").initCause(e);
        }
    }

    /** Does what the fault says; never returns. */
    void fail(Fault fault) throws IOException {
        switch (fault) {
            case CLOSE, CLOSE_AFTER_REPLY -> close();
            case CRASH -> raw.close();
            case RESET -> {
                raw.setSoLinger(true, 0);
                raw.close();
            }
            case STALL, STOP_READING -> pause(settings.timeout.toNanos());
            case TLS_GARBAGE -> {
                read(); // the client's first octet: before it, this would be something said in clear
                raw.getOutputStream()
                        .write("This is no TLS record.\r\n".repeat(4).getBytes(US_ASCII));
                close();
            }
        }
        throw new ConnectionEnded("fault: " + fault);
    }

    /** Ends our side, then swallows what the client still sends: without that its kernel could drop our last words. */
    void close() throws IOException {
        if (tls != null) {
            tls.shutdownOutput();
        }
        if (!raw.isOutputShutdown()) {
            raw.shutdownOutput();
        }
        InputStream rest = raw.getInputStream();
        while (rest.read(buffer) >= 0) {
            // not wanted any more
        }
        raw.close();
    }

    /** Closes from outside; the plain socket, since closing a TLS socket can wait for a blocked writer. */
    void abort() throws IOException {
        raw.close();
    }
}
