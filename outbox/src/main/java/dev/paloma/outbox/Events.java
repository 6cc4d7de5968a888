package dev.paloma.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that are still to be told, in the same transaction as the outcomes they tell of. */
final class Events {
    /** No event's number. */
    static final long NONE = -1;
    /** Read at a time. */
    static final int SOME = 500;

    private static final String ADD =
            "INSERT INTO outbox_event (id, worker, kind, mail, job, number, next) VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String TRIED_BEFORE =
            "SELECT count(*) FROM outbox_attempt WHERE mail = ? AND job = ? AND number < ? AND outcome <> 6";
    private static final String REMOVE = "DELETE FROM outbox_event WHERE id = ?";
    private static final String UNTOLD =
            "SELECT id, kind, mail, job, number, next FROM outbox_event WHERE worker = ? AND id > ? AND id < ?"
                    + " ORDER BY id LIMIT " + SOME;

    private Events() {}

    /** Its number. */
    static long add(Session session, long worker, Finish end) throws SQLException {
        OutboxEvent.Kind kind = OutboxEvent.Kind.of(end);
        long id = session.id();
        Claimed job = end.job();
        session.later(ADD, id, worker, kind.number(), job.mail(), job.id(), job.attempt(), next(end));
        return id;
    }

    /** Its attempt's number among those that were tried. */
    static int number(Session session, Finish end) throws SQLException {
        Claimed job = end.job();
        return job.attempts() == 0 ? 1 : 1 + (int) session.number(0, TRIED_BEFORE, job.mail(), job.id(), job.attempt());
    }

    /** Milliseconds; 0 for never. */
    private static long next(Finish end) {
        boolean again = end.next().state() == JobState.WAITING || end.next().state() == JobState.READY;
        return again ? end.next().due() : 0;
    }

    static void remove(Session session, List<Long> events) throws SQLException {
        for (long event : events) {
            session.later(REMOVE, event);
        }
    }

    static OutboxEvent event(Turn.Announcement told, List<String> recipients, @Nullable String messageId) {
        Finish end = told.end();
        OutboxEvent.Kind kind = OutboxEvent.Kind.of(end);
        List<MailStatus.Reply> replies = new ArrayList<>();
        for (int i = 0; i < end.rows().size(); i++) {
            Finish.Row row = end.rows().get(i);
            replies.add(new MailStatus.Reply(recipients.get(i), row.result(), row.code(), Replies.line(row.text())));
        }
        MailStatus.Attempt attempt = new MailStatus.Attempt(
                told.number(),
                end.job().to().domain(),
                Instant.ofEpochMilli(end.times().began()),
                Instant.ofEpochMilli(end.times().ended()),
                end.result(),
                end.told().server(),
                end.told().queueId(),
                end.told().text(),
                replies,
                null);
        return new OutboxEvent(kind, MailId.text(end.job().mail()), messageId, attempt, instant(next(end)), false);
    }

    private static @Nullable Instant instant(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }

    /**
     * @param id its number
     * @param event with what is in the database of it; null if its mail has been purged
     */
    record Untold(long id, @Nullable OutboxEvent event) {}

    /** The first of those of this worker, its own and inherited ones, with numbers between these. */
    static List<Untold> untold(Session session, long worker, long after, long below) throws SQLException {
        List<Untold> untold = new ArrayList<>();
        List<long[]> rows = new ArrayList<>();
        try (ResultSet row = session.query(UNTOLD, worker, after, below)) {
            while (row.next()) {
                rows.add(new long[] {
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)
                });
            }
        }
        for (long[] row : rows) {
            untold.add(new Untold(row[0], event(session, row)));
        }
        return untold;
    }

    private static @Nullable OutboxEvent event(Session session, long[] row) throws SQLException {
        MailStatus mail = Views.show(session, row[2]);
        MailStatus.Attempt attempt = Views.attempt(session, row[2], row[3], row[4]);
        if (mail == null || attempt == null) {
            return null; // the mail has been purged meanwhile
        }
        OutboxEvent.Kind kind = OutboxEvent.Kind.of((int) row[1]);
        return new OutboxEvent(kind, mail.id(), mail.messageId(), attempt, instant(row[5]), true);
    }
}
