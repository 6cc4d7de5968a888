package dev.paloma;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server that plays a plan: one blocking thread for each connection, each with dice of its own. */
final class ModelServer implements AutoCloseable {
    private final ModelPlan plan;
    private final ModelLedger ledger;
    private final int number;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<ModelSession> sessions = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    ModelServer(ModelPlan plan, ModelLedger ledger, int number) throws IOException {
        this.plan = plan;
        this.ledger = ledger;
        this.number = number;
        listener = new ServerSocket();
        if (plan.dice(1_000 + number).nextInt(3) == 0) {
            listener.setReceiveBufferSize(4096); // so that a client's writes have to wait
        }
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        acceptor = new Thread(this::accept, "model-acceptor");
        acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                int connection = sessions.size() + 1;
                Random dice = plan.dice(1_000_000L * (number + 1) + connection);
                String name = "server " + number + ", connection " + connection;
                ModelSession session = new ModelSession(name, socket, plan, ledger, dice, over);
                sessions.add(session);
                sockets.add(socket);
                Thread thread = new Thread(session, "model-" + name);
                threads.add(thread);
                thread.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    List<ModelSession> sessions() {
        return sessions;
    }

    /** Whatever the client has closed is over when this returns; so is the rest. */
    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join();
            over.countDown();
            for (int i = 0; i < threads.size(); i++) {
                threads.get(i).join(5_000);
                sockets.get(i).close();
                threads.get(i).join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
