package dev.paloma.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes a near server a distant one: whatever comes is passed on so much later, in both directions, and however much is
 * on its way at once. Only opening a connection takes no time.
 */
final class DelayingProxy implements AutoCloseable {
    private static final byte[] END = {};

    private final ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    private final int target;
    private final long delay;

    /** Octets, and the moment when they arrive. */
    private record Parcel(byte[] octets, long due) {}

    /**
     * @param oneWay half a round trip
     */
    DelayingProxy(int target, Duration oneWay) throws IOException {
        this.target = target;
        this.delay = oneWay.toNanos();
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() throws Exception {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            connect(client, server);
            connect(server, client);
        }
    }

    private void connect(Socket from, Socket to) throws IOException {
        to.setTcpNoDelay(true);
        BlockingQueue<Parcel> way = new LinkedBlockingQueue<>();
        start(() -> {
            try {
                collect(from.getInputStream(), way);
            } finally {
                way.add(new Parcel(END, System.nanoTime() + delay));
            }
        });
        start(() -> {
            try (to) {
                deliver(way, to.getOutputStream());
            }
        });
    }

    private void collect(InputStream in, BlockingQueue<Parcel> way) throws IOException {
        byte[] buffer = new byte[256 * 1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            way.add(new Parcel(Arrays.copyOf(buffer, n), System.nanoTime() + delay));
        }
    }

    private static void deliver(BlockingQueue<Parcel> way, OutputStream out) throws Exception {
        for (Parcel parcel = way.take(); parcel.octets != END; parcel = way.take()) {
            awaitMoment(parcel.due);
            out.write(parcel.octets);
        }
    }

    private static void awaitMoment(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Work that ends with the sockets it works on. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // closed by one end or the other: both are, then
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                "delay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
