package dev.paloma.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.net.smtp.SMTPClient;

/** Commons Net, which takes mails that are written out already. */
final class CommonsNet implements Lanes.Lane {
    private final SMTPClient client = new SMTPClient();
    private final String recipient;
    private final String message;

    private CommonsNet(Task task) throws IOException {
        recipient = task.letter().recipients().get(0);
        message = new String(task.letter().ready(), StandardCharsets.US_ASCII);
        client.connect("localhost", task.port());
        require(client.login("localhost"));
    }

    public static void main(String[] arguments) throws Exception {
        Measured.run(arguments, task -> new Lanes(task.connections(), () -> new CommonsNet(task)));
    }

    @Override
    public void send() throws IOException {
        require(client.sendSimpleMessage(Letter.SENDER, recipient, message));
    }

    private void require(boolean done) throws IOException {
        if (!done) {
            throw new IOException(client.getReplyString());
        }
    }

    @Override
    public void close() throws IOException {
        client.logout();
        client.disconnect();
    }
}
