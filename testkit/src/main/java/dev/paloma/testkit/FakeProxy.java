package dev.paloma.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A SOCKS5 or HTTP proxy over real sockets. It takes every connection where it was told to, whatever name it is asked
 * for; or answers as a test wants. Thread-safe; set it up before the first connection.
 */
public final class FakeProxy implements AutoCloseable {
    private final boolean socks;
    private final InetSocketAddress target;
    private final ServerSocket server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String user = "";
    private volatile String password = "";
    private volatile byte[] blurted = {};
    private volatile byte[] answer = {};
    private volatile Duration pause = Duration.ZERO;

    private FakeProxy(boolean socks, InetSocketAddress target) {
        this.socks = socks;
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** A SOCKS5 proxy, running, behind which there is only this server. */
    public static FakeProxy socks5(InetSocketAddress target) {
        return new FakeProxy(true, target);
    }

    /** The same with HTTP's CONNECT. */
    public static FakeProxy http(InetSocketAddress target) {
        return new FakeProxy(false, target);
    }

    /** Lets nobody else through. */
    public FakeProxy requiring(String name, String secret) {
        user = name;
        password = secret;
        return this;
    }

    /** Once it knows where to, it says only this, and closes. */
    public FakeProxy answering(byte... octets) {
        answer = octets;
        return this;
    }

    /** It says this before it is asked anything, with such a pause before each octet, and then closes. */
    public FakeProxy blurting(Duration before, byte... octets) {
        pause = before;
        blurted = octets;
        return this;
    }

    /** The port it listens on, at the loopback address. */
    public int port() {
        return server.getLocalPort();
    }

    /** What it was asked for, such as {@code mail.example.org:25}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                asked.add("ended: " + e.getMessage()); // seen where a test expects something else
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void accept() throws IOException {
        while (closing.getCount() > 0) {
            try {
                Socket client = server.accept();
                open.add(client);
                start(() -> {
                    try (client) {
                        serve(client);
                    } finally {
                        open.remove(client);
                    }
                });
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw e;
                }
            }
        }
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        if (blurted.length > 0) {
            blurt(client);
            return;
        }
        boolean wanted = socks ? socksRequest(client) : httpRequest(client);
        if (!wanted || answer.length > 0) {
            client.getOutputStream().write(wanted ? answer : new byte[0]);
            finish(client);
            return;
        }
        try (Socket there = new Socket(target.getAddress(), target.getPort())) {
            open.add(there);
            client.getOutputStream()
                    .write(
                            socks
                                    ? new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 25}
                                    : ascii("HTTP/1.1 200 Connection established\r\nVia: fake\r\n\r\n"));
            start(() -> relay(there, client));
            relay(client, there);
        }
    }

    private void blurt(Socket client) throws IOException, InterruptedException {
        try {
            for (byte octet : blurted) {
                if (!pause.isZero() && closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                client.getOutputStream().write(octet);
            }
            finish(client);
        } catch (IOException e) {
            client.close(); // it heard enough
        }
    }

    /** Closes in good order: what was said arrives, although not all was read. */
    private static void finish(Socket client) throws IOException {
        client.shutdownOutput();
        relayed(client.getInputStream(), new ByteArrayOutputStream());
    }

    private static void relay(Socket from, Socket to) {
        try (from;
                to) {
            relayed(from.getInputStream(), to.getOutputStream());
        } catch (IOException e) {
            return; // one end is gone, so both are closed now
        }
    }

    private static void relayed(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }

    private boolean socksRequest(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        in.readByte();
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        int wanted = user.isEmpty() ? 0 : 2;
        if (new String(methods, StandardCharsets.ISO_8859_1).indexOf(wanted) < 0) {
            client.getOutputStream().write(new byte[] {5, -1});
            return false;
        }
        client.getOutputStream().write(new byte[] {5, (byte) wanted});
        if (wanted == 2) {
            in.readByte();
            boolean known = List.of(text(in), text(in)).equals(List.of(user, password));
            client.getOutputStream().write(new byte[] {1, (byte) (known ? 0 : 1)});
            if (!known) {
                return false;
            }
        }
        in.skipNBytes(3);
        String host = switch (in.readByte()) {
            case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case 3 -> text(in);
            default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
        };
        asked.add(host + ":" + in.readUnsignedShort());
        return true;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private boolean httpRequest(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                return false;
            }
            head.append((char) octet);
        }
        String expected = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        if (!user.isEmpty() && head.indexOf("\r\nProxy-Authorization: Basic " + expected + "\r\n") < 0) {
            client.getOutputStream().write(ascii("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
            return false;
        }
        asked.add(head.substring("CONNECT ".length(), head.indexOf(" HTTP/1.1\r\n")));
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Ends everything, and returns once no thread is left. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket each : open) {
            each.close();
        }
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
