package dev.paloma;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;

/** Takes one mail of any size over one connection, and keeps nothing of it but its length and its checksum. */
final class CountingServer implements AutoCloseable {
    /**
     * What came.
     *
     * @param octets of content, without stuffing and end mark
     * @param checksum their CRC-32
     */
    record Count(long octets, long checksum) {}

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Count> count = new CompletableFuture<>();
    private final CRC32 checksum = new CRC32();
    private final byte[] block = new byte[64 * 1024];
    private final boolean chunking;
    private final Thread thread;
    private int inBlock;
    private long octets;

    CountingServer(boolean chunking) throws IOException {
        this.chunking = chunking;
        thread = new Thread(this::serve, "counting");
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    Count count() {
        return count.join();
    }

    private void serve() {
        try (Socket socket = server.accept();
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 18);
                OutputStream out = socket.getOutputStream()) {
            out.write("220 counting\r\n".getBytes(US_ASCII));
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                out.write((answer(line, in, out) + "\r\n").getBytes(US_ASCII));
            }
        } catch (IOException e) {
            count.completeExceptionally(e);
        }
    }

    private String answer(String line, InputStream in, OutputStream out) throws IOException {
        String verb = line.substring(0, 4);
        if (verb.equals("EHLO")) {
            return chunking ? "250-counting\r\n250 CHUNKING" : "250 counting";
        }
        if (verb.equals("DATA")) {
            out.write("354 go on\r\n".getBytes(US_ASCII));
            dotted(in);
        } else if (verb.equals("BDAT")) {
            String[] words = line.split(" ");
            for (long left = Long.parseLong(words[1]); left > 0; left--) {
                take(in.read());
            }
            if (words.length > 2) {
                end();
            }
        }
        return "250 Ok";
    }

    private void dotted(InputStream in) throws IOException {
        boolean atLineStart = true;
        while (true) {
            int octet = in.read();
            if (octet == '.' && atLineStart) {
                octet = in.read();
                if (octet == '\r') {
                    in.read();
                    end();
                    return;
                }
            }
            take(octet);
            atLineStart = octet == '\n';
        }
    }

    private void take(int octet) throws IOException {
        if (octet < 0) {
            throw new IOException("the client left inside the content");
        }
        block[inBlock++] = (byte) octet;
        if (inBlock == block.length) {
            add();
        }
    }

    private void add() {
        checksum.update(block, 0, inBlock);
        octets += inBlock;
        inBlock = 0;
    }

    private void end() {
        add();
        count.complete(new Count(octets, checksum.getValue()));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().trim();
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
