package dev.paloma.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Removes mails that are over, with all that belongs to them. */
final class Purge {
    private static final String OVER = "SELECT content FROM outbox_mail WHERE id = ? AND state < 5"
            + " AND NOT EXISTS (SELECT 1 FROM outbox_job j WHERE j.mail = outbox_mail.id)";
    private static final List<String> ROWS = List.of(
            "DELETE FROM outbox_recipient WHERE mail = ?",
            "DELETE FROM outbox_attempt WHERE mail = ?",
            "DELETE FROM outbox_submit_key WHERE mail = ?",
            "DELETE FROM outbox_mail WHERE id = ?");
    private static final String SHARED = "SELECT 1 FROM outbox_mail WHERE id = ? UNION ALL"
            + " SELECT 1 FROM outbox_mail WHERE content = ? AND content <> id LIMIT 1";
    private static final String CONTENT = "DELETE FROM outbox_content_chunk WHERE content = ?";
    private static final String OLD = "SELECT id FROM outbox_mail WHERE id < ? AND state < 5 ORDER BY id LIMIT ?";
    private static final String UNFINISHED =
            "SELECT 1 FROM outbox_mail WHERE state >= 5 AND id >= ? AND id < ? LIMIT 1";
    private static final String LENT =
            "SELECT 1 FROM outbox_mail WHERE content <> id AND content >= ? AND content < ? AND id >= ? LIMIT 1";

    private Purge() {}

    /** False if it isn't over, or isn't there. */
    static boolean mail(Session session, long mail) throws SQLException {
        long content = session.number(-1, OVER + session.database().lock(), mail);
        if (content < 0) {
            return false;
        }
        for (String rows : ROWS) {
            session.update(rows, mail);
        }
        if (session.number(0, SHARED, content, content) == 0) {
            session.update(CONTENT, content);
        }
        return true;
    }

    /** Some of the mails with numbers below this. */
    static int below(Session session, long id, int most) throws SQLException {
        List<Long> old = new ArrayList<>();
        try (ResultSet row = session.query(OLD, id, most)) {
            while (row.next()) {
                old.add(row.getLong(1));
            }
        }
        int purged = 0;
        for (long mail : old) {
            purged += mail(session, mail) ? 1 : 0;
        }
        return purged;
    }

    /** Whether no mail of this day is still wanted, nor its content by one that came after midnight. */
    static boolean isOver(Session session, long day) throws SQLException {
        long first = MailId.dayStart(day);
        long next = MailId.dayStart(day + 1);
        return session.number(0, UNFINISHED, first, next) == 0 && session.number(0, LENT, first, next, next) == 0;
    }
}
