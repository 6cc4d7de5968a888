package dev.paloma.inbox;

import dev.paloma.Maildir;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Where caught mail goes: into the Maildir, then to whoever listens. Safe for use by several threads. */
final class Depot {
    private final Maildir maildir;
    private final Clock clock;
    private final List<Consumer<CaughtMail>> listeners;
    private final Consumer<Throwable> onError;

    /** The mail can't be stored, through no fault of the client's. */
    static final class Failure extends IOException {
        Failure(IOException cause) {
            super(cause);
        }
    }

    Depot(Maildir maildir, Clock clock, List<Consumer<CaughtMail>> listeners, Consumer<Throwable> onError) {
        this.maildir = maildir;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        this.onError = onError;
    }

    /**
     * Stores a mail while its content arrives.
     *
     * @return its id, once it is on the disk
     * @throws Failure if it can't be stored
     * @throws IOException what the content throws
     */
    String store(Transaction mail, Peer from, Incoming content) throws IOException {
        Path path;
        try {
            path = maildir.deliver(Trace.of(mail, from, clock.instant()), content);
        } catch (Refusal | Hangup | Abandoned e) {
            throw e;
        } catch (IOException e) {
            onError.accept(e);
            throw new Failure(e);
        }
        String id = id(path);
        tell(new CaughtMail(id, path, mail.sender(), mail.recipients(), content.size(), clock.instant()));
        return id;
    }

    /** The first two parts of the file's name, seconds and what makes it unique; the host comes after them. */
    private static String id(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.substring(0, name.indexOf('.', name.indexOf('.') + 1));
    }

    /** A listener's fault doesn't change that the mail is stored, so the client is told so. */
    private void tell(CaughtMail mail) {
        for (Consumer<CaughtMail> listener : listeners) {
            try {
                listener.accept(mail);
            } catch (RuntimeException e) {
                onError.accept(e);
            }
        }
    }

    void report(Throwable fault) {
        onError.accept(fault);
    }
}
