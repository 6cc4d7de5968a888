package dev.paloma.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts connections, a thread each, and takes them all down again. */
final class Listener {
    private static final int WATCH_MILLIS = 500;
    private static final long SCRIPT_GRACE_MILLIS = 1_000;
    private static final long THREAD_GRACE_MILLIS = 5_000;

    private final ServerSocket server;
    private final Settings settings;
    private final Journal journal;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();
    private final Thread acceptor;
    private final Map<Thread, Dialogue> open = new ConcurrentHashMap<>();

    Listener(Settings settings, Journal journal) {
        this.settings = settings;
        this.journal = journal;
        this.server = listen(settings);
        this.acceptor = new Thread(this::accept, threadName("accept"));
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private static ServerSocket listen(Settings settings) {
        try {
            ServerSocket server = new ServerSocket();
            if (settings.receiveBuffer > 0) {
                server.setReceiveBufferSize(settings.receiveBuffer); // before bind: later the window is settled
            }
            server.setSoTimeout(WATCH_MILLIS);
            server.bind(new InetSocketAddress(InetAddress.getByName(settings.host), settings.port), 100);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String threadName(String what) {
        return "fake-smtp-" + server.getLocalPort() + "-" + what;
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return count.get();
    }

    int openConnections() {
        return open.size();
    }

    /** Waits until no connection is open; returns whether that came about. */
    boolean awaitNone(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Thread thread : open.keySet()) {
            join(thread, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        }
        return open.isEmpty();
    }

    private void accept() {
        try {
            while (true) {
                try {
                    begin(server.accept());
                } catch (SocketTimeoutException e) {
                    abort(open.values().stream()
                            .map(Dialogue::wire)
                            .filter(Wire::isStuck)
                            .toList());
                }
            }
        } catch (SocketException e) {
            if (!server.isClosed()) {
                journal.failure(e);
            }
        } catch (IOException | RuntimeException e) {
            journal.failure(e);
        }
    }

    private void begin(Socket socket) throws IOException {
        int number = count.incrementAndGet();
        Wire wire;
        try {
            wire = new Wire(socket, settings, closing, () -> journal.flight(number));
        } catch (SocketException e) {
            journal.note(number, "gone at once: " + e.getMessage());
            socket.close();
            return;
        }
        Dialogue dialogue = new Dialogue(number, wire, settings, journal);
        dialogue.scripted(settings.script(number) != null);
        Thread thread = new Thread(() -> serve(dialogue), threadName(Integer.toString(number)));
        thread.setDaemon(true);
        open.put(thread, dialogue);
        thread.start();
    }

    private void serve(Dialogue dialogue) {
        try {
            Script script = settings.script(dialogue.connection());
            if (script == null) {
                new Session(dialogue).run();
            } else {
                script.run(dialogue);
            }
            dialogue.note("closed");
        } catch (IOException e) {
            dialogue.note("ended: " + e.getMessage());
        } catch (RuntimeException | AssertionError e) {
            journal.failure(e);
        } finally {
            abort(List.of(dialogue.wire()));
            open.remove(Thread.currentThread());
        }
    }

    private void abort(Iterable<Wire> wires) {
        for (Wire wire : wires) {
            try {
                wire.abort();
            } catch (IOException e) {
                journal.failure(e);
            }
        }
    }

    /** Ends everything; returns once no thread is left. */
    void close() {
        closing.countDown();
        try {
            server.close();
        } catch (IOException e) {
            journal.failure(e);
        }
        join(acceptor, THREAD_GRACE_MILLIS);
        Map<Thread, Dialogue> left = Map.copyOf(open);
        // what the client has said already is still on its way to the script
        left.forEach((thread, dialogue) -> {
            if (dialogue.isScripted()) {
                join(thread, SCRIPT_GRACE_MILLIS);
            }
        });
        abort(left.values().stream().map(Dialogue::wire).toList());
        for (Thread thread : left.keySet()) {
            join(thread, THREAD_GRACE_MILLIS);
            if (thread.isAlive()) {
                journal.failure(new AssertionError("still running: " + thread.getName()));
            }
        }
    }

    private static void join(Thread thread, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() - end < 0) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
