package dev.paloma.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A local port at which nobody answers: one that refuses, or one that swallows the connection's first packet. */
public final class DeadPort implements AutoCloseable {
    private static final int MOST_FILLERS = 16;
    private static final int FILLER_WAIT_MILLIS = 200;

    private final ServerSocket server;
    private final List<Socket> fillers = new ArrayList<>();

    private DeadPort(int backlog) throws IOException {
        server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    /** A port that refuses connections: it was free a moment ago. */
    public static DeadPort refusing() throws IOException {
        DeadPort port = new DeadPort(1);
        port.server.close();
        return port;
    }

    /**
     * A port at which connecting hangs: a listener whose queue is full. Linux drops the packets then; a system that
     * refuses instead isn't fit for this.
     *
     * @throws IOException if the queue can't be filled
     */
    public static DeadPort hanging() throws IOException {
        DeadPort port = new DeadPort(1);
        try {
            for (int i = 0; i < MOST_FILLERS; i++) {
                if (!port.fill()) {
                    return port;
                }
            }
            throw new IOException("the listener takes every connection");
        } catch (IOException | RuntimeException e) {
            port.close();
            throw e;
        }
    }

    private boolean fill() throws IOException {
        Socket filler = new Socket();
        fillers.add(filler);
        try {
            filler.connect(address(), FILLER_WAIT_MILLIS);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Where it is. */
    public InetSocketAddress address() {
        return new InetSocketAddress(host(), port());
    }

    /** Its address, the loopback's. */
    public String host() {
        return server.getInetAddress().getHostAddress();
    }

    /** Its number. */
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket filler : fillers) {
            filler.close();
        }
        server.close();
    }
}
