package dev.paloma.interop.contract;

import dev.paloma.smtp.Connector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A line that can be cut, between Paloma and a real server. Safe for use by several threads. */
final class Relay implements AutoCloseable {
    private final ServerSocket entrance;
    private final AtomicLong fromServer = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean deaf;

    Relay() throws IOException {
        entrance = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    }

    /** Connects through it to whatever server is asked for. */
    Connector connector() {
        return (address, limit) -> {
            start(() -> {
                try (Socket client = entrance.accept();
                        Socket server = new Socket(address.getAddress(), address.getPort())) {
                    carry(client, server);
                }
            });
            return Connector.tcp()
                    .connect(new InetSocketAddress(entrance.getInetAddress(), entrance.getLocalPort()), limit);
        };
    }

    private void carry(Socket client, Socket server) throws IOException {
        open.add(client);
        open.add(server);
        start(() -> {
            copy(server, client, true);
            client.close();
        });
        copy(client, server, false);
        server.shutdownOutput();
        // what the server still says goes nowhere, but it may say it
        server.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void copy(Socket from, Socket to, boolean answers) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] octets = new byte[16_384];
        for (int n = in.read(octets); n >= 0; n = in.read(octets)) {
            if (answers && deaf) {
                return;
            }
            if (answers) {
                fromServer.addAndGet(n);
            }
            out.write(octets, 0, n);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // the line is cut, which is what it is for
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** What the server says next is lost, and then the line is. */
    void loseNextAnswer() {
        deaf = true;
    }

    /** Lines that are open end now. */
    void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    long octetsFromServer() {
        return fromServer.get();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
