package dev.paloma.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Workers' rows. A worker raises its beat again and again; whoever sees the same beat for a whole lease, on its own clock
 * that never jumps, takes its jobs away. Every write of a worker names its number, so one that was given up changes
 * nothing any more.
 */
final class Leases {
    private static final String REGISTER =
            "INSERT INTO outbox_worker (id, alive, beat, lease, pid, pid_started, started,"
                    + " place, name) VALUES (?, 1, 0, ?, ?, ?, ?, ?, ?)";
    private static final String BEAT = "UPDATE outbox_worker SET beat = beat + 1 WHERE id = ? AND alive = 1";
    private static final String OTHERS = "SELECT id, beat, lease, name, place, pid, pid_started FROM outbox_worker"
            + " WHERE alive = 1 AND id <> ? ORDER BY id";
    private static final String END = "UPDATE outbox_worker SET alive = 0 WHERE id = ? AND beat = ? AND alive = 1";
    /** Whoever has begun something whose end isn't written is taken over from, after his lease. */
    private static final String LEAVE = "UPDATE outbox_worker SET alive = 0 WHERE id = ?"
            + " AND NOT EXISTS (SELECT 1 FROM outbox_job WHERE worker = ? AND state = 3)";

    private static final String BEGUN =
            "SELECT " + Claimed.COLUMNS + ", began FROM outbox_job WHERE worker = ? AND state = 3 ORDER BY id";
    private static final String UNTOUCHED =
            "UPDATE outbox_job SET state = 0, worker = NULL WHERE worker = ? AND state = 2";
    private static final String INHERIT = "UPDATE outbox_event SET worker = ? WHERE worker = ?";

    private Leases() {}

    /** The number of a new incarnation, never used before. */
    static long register(Session session, Identity me, long lease) throws SQLException {
        long id = session.id();
        long now = session.database().now();
        session.update(REGISTER, id, lease, me.pid(), me.pidStarted(), now, me.place(), me.name());
        return id;
    }

    /** False if others have given this worker up. */
    static boolean beat(Session session, long worker) throws SQLException {
        return session.update(BEAT, worker) == 1;
    }

    /**
     * Another worker.
     *
     * @param id its number
     * @param beat how often it has shown that it lives
     * @param lease after how many milliseconds without a beat it is dead
     * @param identity its process
     */
    record Other(long id, long beat, long lease, Identity identity) {}

    static List<Other> others(Session session, long worker) throws SQLException {
        List<Other> others = new ArrayList<>();
        try (ResultSet row = session.query(OTHERS, worker)) {
            while (row.next()) {
                Identity identity = new Identity(row.getString(4), row.getString(5), row.getLong(6), row.getLong(7));
                others.add(new Other(row.getLong(1), row.getLong(2), row.getLong(3), identity));
            }
        }
        return others;
    }

    /**
     * What becomes of doubts.
     *
     * @param hold whether they are held, instead of being sent again
     * @param tells whether anybody hears of them
     */
    record Policy(boolean hold, boolean tells) {}

    /**
     * Takes over from a worker, unless it has shown meanwhile that it lives. What it had begun is in doubt.
     *
     * @param policy what becomes of that
     * @return how many jobs were in doubt; -1 if it lives
     */
    static int takeOver(Session session, Other dead, long heir, Policy policy) throws SQLException {
        if (session.update(END, dead.id(), dead.beat()) == 0) {
            return -1;
        }
        session.update(UNTOUCHED, dead.id()); // first: it waits for beginnings that are about to be committed
        List<Finish> abandoned = new ArrayList<>();
        long now = session.database().now();
        try (ResultSet row = session.query(BEGUN, dead.id())) {
            while (row.next()) {
                Claimed job = Claimed.of(row).before();
                abandoned.add(Abandoned.finish(job, dead.id(), policy.hold(), new Finish.Span(row.getLong(10), now)));
            }
        }
        for (int i = 0; i < abandoned.size(); i++) {
            abandoned.set(i, Abandoned.withRows(session, abandoned.get(i), policy.hold()));
        }
        for (Finish end : new Ledger(session, heir).write(abandoned)) {
            if (policy.tells()) {
                Events.add(session, heir, end);
            }
        }
        session.update(INHERIT, heir, dead.id());
        return abandoned.size();
    }

    /** At a clean end: what was only claimed is there for others at once, and what has begun when the lease is over. */
    static void leave(Session session, long worker) throws SQLException {
        session.update(LEAVE, worker, worker);
        session.update(UNTOUCHED, worker);
    }
}
