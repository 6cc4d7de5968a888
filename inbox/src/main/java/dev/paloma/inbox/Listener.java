package dev.paloma.inbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Takes connections, each onto a thread of its own, and lets none of them stay for ever. */
final class Listener {
    private static final int BACKLOG = 128;
    private static final int LONGEST_ROUND_MILLIS = 30_000;
    private static final long PATIENCE_MILLIS = 5_000;
    private static final byte[] FULL = "421 4.3.2 Too many connections\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final InetSocketAddress address;
    private final Depot depot;
    private final InboxLimits limits;
    /** Ended ones too, until the listening thread's next round; threads never take themselves out, so that close can
     * wait for each. */
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private final AtomicInteger active = new AtomicInteger();
    private final Thread thread = new Thread(this::listen, "paloma-inbox");
    private volatile boolean closing;

    Listener(ServerSocket server, Depot depot, InboxLimits limits) {
        this.server = server;
        this.address = (InetSocketAddress) server.getLocalSocketAddress();
        this.depot = depot;
        this.limits = limits;
    }

    /** @throws IOException saying where, if the port is taken or not allowed */
    static ServerSocket open(InetSocketAddress local) throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(local, BACKLOG);
            return server;
        } catch (IOException e) {
            server.close();
            String where = local.getAddress().getHostAddress() + ":" + local.getPort();
            throw new IOException("can't listen on " + where + ": " + e.getMessage() + "; try another port", e);
        }
    }

    /** Kept from the beginning: a closed socket doesn't tell it any more. */
    InetSocketAddress address() {
        return address;
    }

    void start() throws IOException {
        server.setSoTimeout(
                (int) Math.max(10, Math.min(LONGEST_ROUND_MILLIS, limits.idle().toMillis() / 2)));
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        int number = 0;
        while (!closing) {
            try {
                number++;
                welcome(server.accept(), "paloma-inbox-" + number);
            } catch (SocketTimeoutException e) {
                number--;
            } catch (IOException e) {
                if (!closing) {
                    depot.report(e);
                    // Out of file descriptors, most likely; trying again at once would only burn the processor.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
            connections.removeIf(c -> !c.isAlive());
            connections.forEach(Connection::closeIfStuck);
        }
    }

    private void welcome(Socket socket, String name) throws IOException {
        try {
            if (active.get() >= limits.maxConnections()) {
                socket.getOutputStream().write(FULL);
                socket.close();
                return;
            }
            socket.setTcpNoDelay(true);
            Connection connection = new Connection(socket, depot, limits, active, () -> closing);
            active.incrementAndGet();
            connections.add(connection);
            connection.start(name);
        } catch (IOException e) {
            // The client has gone already; that is its own affair.
            socket.close();
        }
    }

    void close() {
        closing = true;
        try {
            server.close();
            thread.join();
            connections.forEach(Connection::stopReading);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            for (Connection c : connections) {
                c.join(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            }
            connections.forEach(Connection::close);
            for (Connection c : connections) {
                c.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            connections.forEach(Connection::close);
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            depot.report(e);
        }
    }
}
