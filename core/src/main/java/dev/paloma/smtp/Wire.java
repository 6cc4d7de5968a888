package dev.paloma.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An open line to a server: a TCP socket, a UNIX channel, whatever a {@link Connector} makes. Reading and writing block;
 * {@link #close} may come from any thread, at any time, and ends both at once.
 */
public interface Wire extends Closeable {
    /** Reads at least one octet; -1 at the end. */
    int read(byte[] into, int offset, int length) throws IOException;

    /** Writes all of it. */
    void write(byte[] octets, int offset, int length) throws IOException;

    /** Octets that can be read without waiting; 0 where that isn't known. */
    int available() throws IOException;

    /**
     * Whether the line is open and nothing waits to be read, which may take a moment to find out. It may have swallowed
     * an octet to learn that it isn't so; then the line is good for nothing but {@link #close}.
     */
    boolean isQuiet() throws IOException;

    /** This end's address, for an EHLO with an address literal; null where there is none. */
    @Nullable
    InetAddress localAddress();

    /**
     * The same line with TLS on it. The handshake is done and the certificate checked when this returns.
     *
     * @param host the name that was asked for, which the certificate must bear
     * @throws javax.net.ssl.SSLException if it fails
     */
    SecureWire secure(TlsPolicy policy, String host) throws IOException;

    /** Ends the line at once, whatever another thread is doing with it. */
    @Override
    void close() throws IOException;
}
