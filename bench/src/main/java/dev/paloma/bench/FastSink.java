package dev.paloma.bench;

import dev.paloma.bench.Offers.Offer;
import dev.paloma.testkit.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Takes mail, counts it and drops it, faster than any client sends. As a process of its own it gets what to offer as
 * arguments, such as {@code pipelining+chunking}, prints a port for each, and answers every line of input with what has
 * been counted since the last one; it ends with its input.
 */
final class FastSink implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final SSLContext TLS = TestCertificate.GOOD.serverContext();

    private final ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(FastSink::daemon);
    private final Offers offers;
    private final Tally tally;

    FastSink(Offers offers, Tally tally) throws IOException {
        this.offers = offers;
        this.tally = tally;
        threads.execute(this::accept);
    }

    public static void main(String[] arguments) throws IOException {
        Tally tally = new Tally();
        List<String> ports = new ArrayList<>();
        for (String argument : arguments) {
            ports.add(String.valueOf(new FastSink(Offers.parse(argument), tally).port()));
        }
        System.out.println(String.join(" ", ports));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (questions.readLine() != null) {
            System.out.println(tally.take().line());
        }
        System.exit(0);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sink");
        thread.setDaemon(true);
        return thread;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                threads.execute(() -> converse(socket));
            }
        } catch (IOException e) {
            threads.shutdown(); // closed
        }
    }

    private void converse(Socket accepted) {
        try (accepted) {
            accepted.setTcpNoDelay(true);
            if (offers.has(Offer.RAW)) {
                drop(accepted);
                return;
            }
            Socket socket = offers.has(Offer.TLS) ? secured(accepted) : accepted;
            SinkSession session = new SinkSession(offers, tally);
            session.greet(socket.getOutputStream());
            while (session.serve(socket.getInputStream(), socket.getOutputStream()) == SinkSession.End.START_TLS) {
                socket = secured(socket);
            }
            socket.close();
        } catch (IOException e) {
            // the client went away: what it sent is counted, and the count is what tells
        }
    }

    private void drop(Socket socket) throws IOException {
        byte[] buffer = new byte[256 * 1024];
        for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
            tally.add(0, 0, n);
        }
        tally.add(1, 0, 0);
        socket.getOutputStream().write('\n'); // now it has been read to its end
    }

    private Socket secured(Socket plain) throws IOException {
        long began = System.currentTimeMillis();
        SSLSocket secure = (SSLSocket) TLS.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        // a session that is resumed keeps its time of birth
        tally.handshake(secure.getSession().getCreationTime() < began);
        return secure;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
