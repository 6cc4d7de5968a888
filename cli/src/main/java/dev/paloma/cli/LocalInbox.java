package dev.paloma.cli;

import dev.paloma.inbox.CaughtMail;
import dev.paloma.inbox.Inbox;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An inbox that lives as long as one send: what {@code --server inbox:} means. */
final class LocalInbox implements AutoCloseable {
    private final Path maildir;
    private @Nullable Inbox inbox;
    private volatile @Nullable Path file;

    LocalInbox(Path maildir) {
        this.maildir = maildir;
    }

    /**
     * Starts it, if it isn't running yet.
     *
     * @return its URL
     * @throws Trouble if its folder can't be used
     */
    String url() {
        Inbox running = inbox;
        if (running == null) {
            try {
                running = Inbox.builder()
                        .port(0)
                        .maildir(maildir)
                        .onMail(this::caught)
                        .start();
            } catch (IOException e) {
                throw Trouble.configuration("inbox: can't keep mail: " + e.getMessage(), e);
            }
            inbox = running;
        }
        return running.url();
    }

    private void caught(CaughtMail mail) {
        file = mail.path();
    }

    /** Where the mail lies; null if none was caught. */
    @Nullable
    Path file() {
        return file;
    }

    @Override
    public void close() {
        if (inbox != null) {
            inbox.close();
        }
    }
}
