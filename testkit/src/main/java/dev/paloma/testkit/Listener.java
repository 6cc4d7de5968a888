package dev.paloma.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts connections, a thread each, and takes them all down again. */
final class Listener {
    private static final long GRACE_MILLIS = 5_000;

    private final ServerSocket server;
    private final Settings settings;
    private final Journal journal;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    Listener(Settings settings, Journal journal) {
        this.settings = settings;
        this.journal = journal;
        try {
            server = new ServerSocket();
            if (settings.receiveBuffer > 0) {
                server.setReceiveBufferSize(settings.receiveBuffer); // before bind, or the window is settled already
            }
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName(settings.host), settings.port), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return count.get();
    }

    int openConnections() {
        return (int) sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    private void start(String name, Runnable work) {
        Thread thread = new Thread(work, "fake-smtp-" + server.getLocalPort() + "-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                int number = count.incrementAndGet();
                sockets.add(socket);
                start(Integer.toString(number), () -> serve(socket, number));
            }
        } catch (SocketException e) {
            if (!server.isClosed()) {
                journal.failure(e);
            }
        } catch (IOException | RuntimeException e) {
            journal.failure(e);
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            Wire wire = new Wire(socket, settings, closing, () -> journal.flight(number));
            Dialogue dialogue = new Dialogue(number, wire, settings, journal);
            Script script = settings.script(number);
            if (script == null) {
                new Session(dialogue).run();
            } else {
                script.run(dialogue);
            }
            journal.note(number, "closed");
        } catch (IOException e) {
            journal.note(number, "ended: " + e);
        } catch (RuntimeException | AssertionError e) {
            journal.failure(e);
        } finally {
            sockets.remove(socket);
            threads.remove(Thread.currentThread());
        }
    }

    /** Ends everything; returns once no thread is left. */
    void close() {
        closing.countDown();
        abort();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
        boolean interrupted = false;
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            try {
                thread.join(Math.max(1, left));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (thread.isAlive()) {
                journal.failure(new AssertionError("still running: " + thread.getName()));
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void abort() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            journal.failure(e);
        }
    }
}
