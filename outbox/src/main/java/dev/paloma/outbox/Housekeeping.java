package dev.paloma.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What has to be done now and then: old mails go, what was left unfinished is swept, new days get their room, and what a
 * listener hasn't heard of is told again. Used by one thread, which may wait for the listener.
 */
final class Housekeeping {
    private static final long EVERY = TimeUnit.MINUTES.toNanos(1);
    private static final long DAY = 86_400_000;
    private static final int PURGED_AT_ONCE = 200;
    private static final int MOST_ROUNDS = 50;

    /** For which the figures of single domains are kept, in milliseconds. */
    private static final long MINUTES = 120_000;

    private static final String OLD_TALLY = "DELETE FROM outbox_tally WHERE slot < ? OR slot < ? AND domain <> ''";

    /** A retry that is further away than any: the clock was set back. What was submitted for later isn't meant. */
    private static final String TOO_FAR =
            "UPDATE outbox_job SET state = 0 WHERE state = 1 AND due > ? AND attempts > 0 AND route = ?";

    private static final String OLD_UPLOADS = "SELECT content FROM outbox_upload WHERE began < ? LIMIT 20";

    private final WorkerParts parts;
    private final Set<String> routes;
    private final long longestRetry;
    private final Duration history;
    private long mark = -1;
    private long toldUpTo = -1;
    private long lastTime = System.nanoTime() - EVERY;

    /**
     * @param routes whose retries are never further away than {@code longestRetry}
     */
    Housekeeping(WorkerParts parts, Set<String> routes, long longestRetry, Duration history) {
        this.parts = parts;
        this.routes = Set.copyOf(routes);
        this.longestRetry = longestRetry;
        this.history = history;
    }

    void round() {
        if (System.nanoTime() - lastTime >= EVERY) {
            keepHouse();
            lastTime = System.nanoTime();
        }
        OutboxListener listener = parts.listener();
        if (listener != null) {
            tellAgain(listener);
        }
    }

    private void keepHouse() {
        long now = parts.now();
        for (String route : routes) {
            write("retries can't be looked after", session -> session.update(TOO_FAR, now + longestRetry, route));
        }
        long today = MailId.day(now);
        write("new days can't be prepared", session -> {
            session.database().prepareDays(session, today, today + 2);
            return 0;
        });
        if (parts.clock().isSteady()) {
            sweep(now);
            purge(MailId.day(now - history.toMillis()));
        }
    }

    private void sweep(long now) {
        write("uploads can't be swept", session -> sweep(session, now - DAY));
        long slot = (now - DAY) / 1000 / Tally.SLOT;
        write(
                "old figures can't be swept",
                session -> session.update(OLD_TALLY, slot, (now - MINUTES) / 1000 / Tally.SLOT));
        long id = MailId.dayStart(MailId.day(now - history.toMillis()));
        write("old events can't be swept", session -> session.update("DELETE FROM outbox_event WHERE id < ?", id));
        write(
                "old workers can't be swept",
                session -> session.update("DELETE FROM outbox_worker WHERE alive = 0 AND id < ?", id));
    }

    /** Contents whose mails never came. */
    private static int sweep(Session session, long before) throws SQLException {
        List<Long> contents = new ArrayList<>();
        try (ResultSet row = session.query(OLD_UPLOADS, before)) {
            while (row.next()) {
                contents.add(row.getLong(1));
            }
        }
        for (long content : contents) {
            session.update("DELETE FROM outbox_upload WHERE content = ?", content);
            session.update("DELETE FROM outbox_content_chunk WHERE content = ?", content);
        }
        return contents.size();
    }

    private void purge(long day) {
        for (long old : parts.outbox().readers().read("days can't be read", session -> over(session, day))) {
            drop(old);
        }
        int purged = PURGED_AT_ONCE;
        for (int i = 0; i < MOST_ROUNDS && purged == PURGED_AT_ONCE; i++) {
            purged = write(
                    "old mails can't be purged", session -> Purge.below(session, MailId.dayStart(day), PURGED_AT_ONCE));
        }
    }

    /** The days before this one that are over. */
    private static List<Long> over(Session session, long before) throws SQLException {
        List<Long> days = new ArrayList<>();
        for (long day : session.database().days(session)) {
            if (day < before && Purge.isOver(session, day)) {
                days.add(day);
            }
        }
        return days;
    }

    private void drop(long day) {
        try {
            parts.outbox().database().dropDay(day);
        } catch (SQLException e) {
            throw OutboxException.of("an old day can't be dropped", e);
        }
    }

    /** What a listener hasn't heard of since the last time, or not for certain; some of it in each round. */
    private void tellAgain(OutboxListener listener) {
        long me = parts.incarnation().number();
        long after = toldUpTo;
        long below = mark;
        mark = write("events can't be read", Session::id);
        List<Events.Untold> untold = parts.outbox()
                .readers()
                .read("events can't be read", session -> Events.untold(session, me, after, below));
        toldUpTo =
                untold.size() < Events.SOME ? -1 : untold.get(untold.size() - 1).id();
        List<Long> heard = new ArrayList<>();
        for (Events.Untold one : untold) {
            if (one.event() == null || hears(listener, one.event())) {
                heard.add(one.id());
            }
        }
        if (!heard.isEmpty()) {
            write("events can't be struck out", session -> {
                Events.remove(session, heard);
                return 0;
            });
        }
    }

    /** One that a listener fails at is told again later; those behind it needn't wait for that. */
    private boolean hears(OutboxListener listener, OutboxEvent event) {
        try {
            listener.ended(event);
            return true;
        } catch (RuntimeException | Error e) {
            parts.troubled(OutboxException.of("the listener failed", e));
            return false;
        }
    }

    private <T> T write(String what, Work<T> work) {
        return parts.outbox().writers().write(what, 0, work);
    }
}
