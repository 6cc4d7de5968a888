package dev.paloma.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A mail that was caught and is on the disk. Immutable.
 *
 * @param id as the client was told it, {@code queued as ID}; the file's name begins with it
 * @param path the file, in the Maildir's {@code new}; a mail reader may move it from there
 * @param sender of the envelope, without angle brackets; empty for {@code <>}
 * @param recipients of the envelope, in their order, as the client wrote them
 * @param size octets of the content as it was sent, without the lines put before it
 * @param received when the content was complete
 */
public record CaughtMail(String id, Path path, String sender, List<String> recipients, long size, Instant received) {
    public CaughtMail {
        recipients = List.copyOf(recipients);
    }

    /**
     * The content as it was sent, octet for octet: the file without the lines put before it.
     *
     * @throws IOException if the file can't be read, or isn't there any more
     */
    public InputStream content() throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            in.skipNBytes(Files.size(path) - size);
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** One line, fit for a terminal: characters that could disturb it are escaped. */
    @Override
    public String toString() {
        return id + " from <" + Printable.escape(sender) + "> to " + Printable.escape(String.join(", ", recipients))
                + ", " + size + " octets";
    }
}
