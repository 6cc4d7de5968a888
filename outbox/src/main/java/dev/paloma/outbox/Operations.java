package dev.paloma.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What people do to mails. The mail's jobs are locked first, so no worker begins or ends one meanwhile, then the mail, so
 * nobody else does anything to it: in the order in which workers do. A job that has begun is left alone: it may be on the
 * wire. One that was only claimed is taken away, and its worker's beginning comes to nothing.
 */
enum Operations {
    RETRY {
        @Override
        boolean run(Session session, long mail, long now) throws SQLException {
            int waiting =
                    session.update("UPDATE outbox_job SET state = 0, due = ? WHERE mail = ? AND state = 1", now, mail);
            int again = requeue(session, mail, MailState.REFUSED) + requeue(session, mail, MailState.EXPIRED);
            if (again > 0) {
                session.update(LONGER, now + AGAIN_FOR, mail, now + AGAIN_FOR);
            }
            return waiting + again > 0;
        }
    },
    HOLD {
        @Override
        boolean run(Session session, long mail, long now) throws SQLException {
            int held = session.update(
                    "UPDATE outbox_job SET state = 4, worker = NULL WHERE mail = ? AND state IN (0, 1, 2)", mail);
            if (held > 0) {
                session.update(
                        "UPDATE outbox_recipient SET state = 5, changed = ? WHERE mail = ? AND state = 6 AND job IN"
                                + " (SELECT id FROM outbox_job WHERE mail = ? AND state = 4)",
                        now,
                        mail,
                        mail);
                MailStates.settle(session, mail);
            }
            return held > 0;
        }
    },
    RELEASE {
        @Override
        boolean run(Session session, long mail, long now) throws SQLException {
            return requeue(session, mail, MailState.HELD) > 0;
        }
    },
    CANCEL {
        @Override
        boolean run(Session session, long mail, long now) throws SQLException {
            int cancelled = session.update(
                    "UPDATE outbox_recipient SET state = 2, changed = ? WHERE mail = ? AND state IN (5, 6) AND job NOT IN"
                            + " (SELECT id FROM outbox_job WHERE mail = ? AND state = 3)",
                    now,
                    mail,
                    mail);
            session.update("DELETE FROM outbox_job WHERE mail = ? AND state IN (0, 1, 2, 4)", mail);
            MailStates.settle(session, mail);
            return cancelled > 0;
        }
    },
    /** Only what is over. */
    PURGE {
        @Override
        boolean run(Session session, long mail, long now) throws SQLException {
            return Purge.mail(session, mail);
        }
    };

    private static final long AGAIN_FOR = 5L * 86_400_000;
    private static final String JOBS = "SELECT id FROM outbox_job WHERE mail = ?";
    private static final String LONGER = "UPDATE outbox_mail SET expires = ? WHERE id = ? AND expires < ?";
    private static final String WANTED =
            "SELECT DISTINCT job, domain FROM outbox_recipient WHERE mail = ? AND state = ?"
                    + " AND job NOT IN (SELECT id FROM outbox_job WHERE mail = ? AND state = 3)";
    private static final String QUEUE =
            "UPDATE outbox_recipient SET state = 6, changed = ? WHERE mail = ? AND job = ? AND state = ?";
    private static final String READY =
            "UPDATE outbox_job SET state = 0, worker = NULL, due = ? WHERE id = ? AND state <> 3";
    private static final String ANEW =
            "INSERT INTO outbox_job (id, mail, state, alone, rank, bucket, attempts, deferrals,"
                    + " due, route, domain) SELECT ?, m.id, 0, CASE WHEN m.jobs = 1 THEN 1 ELSE 0 END, m.rank, 0,"
                    + " (SELECT coalesce(max(a.number), 0) FROM outbox_attempt a WHERE a.mail = m.id AND a.job = ?), 0, ?,"
                    + " m.route, ? FROM outbox_mail m WHERE m.id = ? ON CONFLICT DO NOTHING";
    private static final String QUEUED = "UPDATE outbox_mail SET state = 6 WHERE id = ?";

    /** Whether it changed anything. */
    abstract boolean run(Session session, long mail, long now) throws SQLException;

    /** How many of these mails it changed. */
    int run(Session session, List<Long> mails) throws SQLException {
        int changed = 0;
        for (long mail : mails) {
            session.number(0, JOBS + session.database().lock(), mail);
            MailStates.lock(session, mail);
            changed += run(session, mail, session.database().now()) ? 1 : 0;
        }
        return changed;
    }

    /** Recipients that are in this state are tried again, in jobs that may have to be made anew. */
    private static int requeue(Session session, long mail, MailState state) throws SQLException {
        long now = session.database().now();
        List<String> domains = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = session.query(WANTED, mail, state.number(), mail)) {
            while (row.next()) {
                ids.add(row.getLong(1));
                domains.add(row.getString(2));
            }
        }
        for (int i = 0; i < ids.size(); i++) {
            long job = ids.get(i);
            session.update(QUEUE, now, mail, job, state.number());
            if (session.update(READY, now, job) == 0) {
                session.update(ANEW, job, job, now, domains.get(i), mail);
            }
        }
        if (!ids.isEmpty()) {
            session.update(QUEUED, mail);
        }
        return ids.size();
    }
}
