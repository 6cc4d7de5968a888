package dev.paloma;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A server that says a lot and keeps nothing itself, so that what the memory holds afterwards is the client's. It takes
 * one connection, answers line after line, and then falls silent.
 */
final class FloodServer implements AutoCloseable {
    /**
     * What it says to one line of the client, or first.
     *
     * @param line said so many times over
     * @param times how many times
     * @param end said once then
     */
    record Flood(String line, int times, String end) {}

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final CountDownLatch said = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean whole;

    FloodServer(List<Flood> floods) throws IOException {
        thread = new Thread(() -> serve(floods), "flood");
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits until all has been said; false if the client left before that. */
    boolean awaitSilence() throws InterruptedException {
        said.await();
        return whole;
    }

    private void serve(List<Flood> floods) {
        try (Socket socket = server.accept()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (int f = 0; f < floods.size(); f++) {
                Flood flood = floods.get(f);
                if (f > 0) {
                    readLine(in);
                }
                byte[] line = flood.line().getBytes(US_ASCII);
                for (int i = 0; i < flood.times(); i++) {
                    out.write(line);
                }
                out.write(flood.end().getBytes(US_ASCII));
            }
            whole = true;
            said.countDown();
            closing.await();
        } catch (IOException | InterruptedException e) {
            said.countDown(); // the client has had enough
        }
    }

    private static void readLine(InputStream in) throws IOException {
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            octet = in.read();
        }
    }

    /** Ends the silence by closing the connection. */
    void leave() {
        closing.countDown();
    }

    @Override
    public void close() throws IOException {
        leave();
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while closing").initCause(e);
        }
    }
}
