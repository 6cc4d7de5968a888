package dev.paloma.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a route's loop writes in one transaction: how attempts ended, which begin, and what it claims.
 *
 * @param worker its number
 * @param ends attempts that ended
 * @param heard numbers of events that needn't be told again
 * @param begin jobs to begin
 * @param giveBack jobs it doesn't want any more
 * @param claim what it wants; null for nothing
 * @param tells whether anybody hears events
 */
record Turn(
        long worker,
        List<Finish> ends,
        List<Long> heard,
        List<Claimed> begin,
        List<Claimed> giveBack,
        @Nullable Claim claim,
        boolean tells) {
    private static final long ABOUT_A_JOB = 1000;

    private static final String DUE = "UPDATE outbox_job SET state = 0 WHERE id IN"
            + " (SELECT id FROM outbox_job WHERE state = 1 AND due <= ? ORDER BY due LIMIT 500";
    private static final String LEASED = "SELECT id, state FROM outbox_job WHERE worker = ? AND route = ? ORDER BY id";
    private static final String FREE = "UPDATE outbox_job SET state = 0, worker = NULL, began = NULL WHERE id = ?"
            + " AND worker = ? AND state IN (2, 3)";

    /**
     * What has been done.
     *
     * @param told what listeners are to hear, with the numbers of the events
     * @param begun jobs that may be sent now
     * @param claims what was claimed; null if nothing was wanted
     */
    record Result(List<Announcement> told, List<Claimed> begun, Claims.@Nullable Result claims) {}

    /**
     * @param event its number
     * @param end what it tells of
     * @param number of the attempt, for people
     */
    record Announcement(long event, Finish end, int number) {}

    boolean isEmpty() {
        return ends.isEmpty() && heard.isEmpty() && begin.isEmpty() && giveBack.isEmpty() && claim == null;
    }

    long octets() {
        return ABOUT_A_JOB * (1 + ends.size() + begin.size());
    }

    Result run(Session session) throws SQLException {
        Ledger ledger = new Ledger(session, worker);
        List<Finish> counted = ledger.write(ends);
        List<Announcement> told = new ArrayList<>();
        if (tells) {
            for (Finish end : counted) {
                told.add(new Announcement(Events.add(session, worker, end), end, Events.number(session, end)));
            }
        }
        Events.remove(session, heard);
        List<Claimed> begun = ledger.begin(begin, session.database().now());
        ledger.giveBack(giveBack);
        return new Result(told, begun, claim == null ? null : claim(session, claim));
    }

    private static Claims.Result claim(Session session, Claim claim) throws SQLException {
        session.update(
                DUE + session.database().skipLocked() + ")", session.database().now());
        return Claims.run(session, claim);
    }

    /**
     * After a turn of which it isn't known whether it was written: whatever this worker has by this route and doesn't know
     * of is free again. It can't be on the wire, since nothing leaves before its beginning is known to be written.
     *
     * @param known jobs that are on their way, or whose end is still to be written
     */
    static int resync(Session session, long worker, String route, Set<Long> known) throws SQLException {
        List<Long> lost = new ArrayList<>();
        try (ResultSet row = session.query(LEASED, worker, route)) {
            while (row.next()) {
                if (!known.contains(row.getLong(1))) {
                    lost.add(row.getLong(1));
                }
            }
        }
        for (long job : lost) {
            session.update(FREE, job, worker);
        }
        return lost.size();
    }
}
