package dev.paloma.inbox;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A client's connection and the thread that serves it. */
final class Connection {
    private final Wire wire;
    private final Depot depot;
    private final Session session;
    private final BooleanSupplier closing;
    private final AtomicInteger active;
    private final Thread thread;

    /**
     * @param active counts the connections being served; it is counted down here
     * @param closing whether the inbox is being closed
     */
    Connection(Socket socket, Depot depot, InboxLimits limits, AtomicInteger active, BooleanSupplier closing)
            throws IOException {
        this.wire = new Wire(socket, limits);
        this.depot = depot;
        this.session = new Session(wire, Peer.at(socket.getInetAddress()), depot, limits);
        this.closing = closing;
        this.active = active;
        this.thread = new Thread(this::serve);
        thread.setDaemon(true);
    }

    void start(String name) {
        thread.setName(name);
        thread.start();
    }

    private void serve() {
        try {
            converse();
        } finally {
            active.decrementAndGet();
            wire.close();
        }
    }

    private void converse() {
        try {
            session.run();
        } catch (Hangup hangup) {
            boolean ours = closing.getAsBoolean() && hangup.reply().isEmpty();
            wire.farewell(ours ? "421 4.3.2 The inbox is being closed" : hangup.reply());
        } catch (IOException | RuntimeException e) {
            wire.farewell("421 4.3.0 Fault in the inbox");
            depot.report(e);
        }
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    void closeIfStuck() {
        wire.closeIfStuck();
    }

    void stopReading() {
        wire.stopReading();
    }

    /** Cuts the client off, unless it is this connection's own thread that closes the inbox: that may still reply. */
    void close() {
        if (thread != Thread.currentThread()) {
            wire.close();
        }
    }

    /** Waits for the thread to end, unless it is the one that calls this. */
    void join(long millis) throws InterruptedException {
        if (thread != Thread.currentThread()) {
            thread.join(Math.max(1, millis));
        }
    }
}
