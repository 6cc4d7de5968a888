package dev.paloma.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * No client either: for each mail the envelope in one write and the content in another, made beforehand, each followed by
 * as many lines as must come back. No client that waits for its answers can be quicker on this machine.
 */
final class RoundTrips implements Peer {
    private final Lanes lanes;

    private RoundTrips(Task task) throws Exception {
        lanes = new Lanes(task.connections(), () -> new Line(task));
    }

    public static void main(String[] arguments) throws Exception {
        Measured.run(arguments, RoundTrips::new);
    }

    /** One connection. */
    private static final class Line implements Lanes.Lane {
        private final Socket socket;
        private final byte[] envelope;
        private final byte[] content;
        private final byte[] replies = new byte[4096];

        Line(Task task) throws IOException {
            envelope = ("MAIL FROM:<" + Letter.SENDER + ">\r\nRCPT TO:<"
                            + task.letter().recipients().get(0) + ">\r\nDATA\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            content = (new String(task.letter().ready(), StandardCharsets.US_ASCII) + ".\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            socket = new Socket(InetAddress.getLoopbackAddress(), task.port());
            socket.setTcpNoDelay(true);
            read(1);
        }

        @Override
        public void send() throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(envelope);
            read(3);
            out.write(content);
            read(1);
        }

        private void read(int lines) throws IOException {
            InputStream in = socket.getInputStream();
            for (int left = lines; left > 0; ) {
                int n = in.read(replies);
                if (n < 0) {
                    throw new IOException("the sink has gone");
                }
                for (int i = 0; i < n; i++) {
                    left -= replies[i] == '\n' ? 1 : 0;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Override
    public void send(int mails) throws Exception {
        lanes.send(mails);
    }

    @Override
    public void close() throws Exception {
        lanes.close();
    }
}
