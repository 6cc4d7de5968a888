package dev.paloma.outbox;

import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the listener, and remembers what needn't be told again. Used by one thread. */
final class Announcer {
    private final WorkerParts parts;
    private final @Nullable OutboxListener listener;
    /** What isn't in the outcome itself; by outcome, until that was written and told. */
    private final Map<Finish, Loaded> ends = new HashMap<>();

    private final List<Long> heard = new ArrayList<>();

    Announcer(WorkerParts parts) {
        this.parts = parts;
        this.listener = parts.listener();
    }

    boolean isWanted() {
        return listener != null;
    }

    boolean isDone() {
        return heard.isEmpty();
    }

    void remember(Finish end, Loaded loaded) {
        if (listener != null) {
            ends.put(end, loaded);
        }
    }

    /** Events that the listener has heard of. */
    List<Long> heard() {
        return List.copyOf(heard);
    }

    void forget(List<Long> written) {
        heard.removeAll(written);
    }

    /** All there is to tell of these has been told. */
    void told(List<Finish> written) {
        written.forEach(ends::remove);
    }

    /** If the listener fails it is told again later, from the database. */
    void tell(Turn.Announcement announcement) {
        Loaded loaded = ends.get(announcement.end());
        if (listener == null || loaded == null) {
            return;
        }
        Mail mail = loaded.mail();
        List<String> recipients = mail == null
                ? loaded.numbers().stream().map(number -> "").toList()
                : mail.envelope().recipients().stream().map(Mailbox::address).toList();
        try {
            listener.ended(Events.event(announcement, recipients, loaded.messageId()));
            heard.add(announcement.event());
        } catch (RuntimeException | Error e) {
            parts.troubled(OutboxException.of("the listener failed", e));
        }
    }
}
