package dev.paloma.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;

/** No client at all: octets made beforehand, written without looking, and lines counted that come back. The sink's limit. */
final class Blast implements Peer {
    private static final int MAILS_AT_ONCE = 40;
    private static final int REPLIES = 3;

    private final Socket socket;
    private final byte[] block;
    private final byte[] replies = new byte[64 * 1024];

    private Blast(Task task) throws IOException {
        String content = new String(task.letter().ready(), StandardCharsets.US_ASCII);
        String mail = "MAIL FROM:<" + Letter.SENDER + ">\r\nRCPT TO:<"
                + task.letter().recipients().get(0) + ">\r\nBDAT " + content.length() + " LAST\r\n" + content;
        block = mail.repeat(MAILS_AT_ONCE).getBytes(StandardCharsets.US_ASCII);
        socket = new Socket(InetAddress.getLoopbackAddress(), task.port());
        read(1);
    }

    public static void main(String[] arguments) throws Exception {
        Measured.run(arguments, Blast::new);
    }

    /**
     * @param mails a multiple of forty
     */
    @Override
    public void send(int mails) throws Exception {
        FutureTask<Void> answers = new FutureTask<>(() -> read((long) mails * REPLIES), null);
        Thread reader = new Thread(answers, "replies");
        reader.start();
        for (int i = 0; i < mails; i += MAILS_AT_ONCE) {
            socket.getOutputStream().write(block);
        }
        answers.get();
    }

    private void read(long lines) {
        try {
            InputStream in = socket.getInputStream();
            for (long left = lines; left > 0; ) {
                int n = in.read(replies);
                for (int i = 0; i < n; i++) {
                    left -= replies[i] == '\n' ? 1 : 0;
                }
                if (n < 0) {
                    throw new IOException("the sink has gone");
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
