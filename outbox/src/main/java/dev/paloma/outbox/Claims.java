package dev.paloma.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes jobs so that nobody starves. Half of them may be urgent ones (priority 7 and more), whoever they are for. The
 * rest is taken in turns, five of a destination at first and twice as many in each further round, from where the last
 * claim stopped: so a destination with a million waiting jobs gets no more than one with five as long as both have some.
 */
final class Claims {
    private static final int EACH = 5;
    private static final int PAGE = 64;
    private static final int PAGES = 8;

    private static final String ALIVE = "SELECT 1 FROM outbox_worker WHERE id = ? AND alive = 1";
    private static final String URGENT =
            "SELECT id, domain, bucket FROM outbox_job WHERE state = 0 AND rank < 3 AND route = ? ORDER BY rank, id LIMIT ?";
    private static final String TAKE =
            "UPDATE outbox_job SET state = 2, worker = ? WHERE id = ? AND state = 0 RETURNING " + Claimed.COLUMNS;

    private static final Comparator<Claimed> IN_ORDER =
            Comparator.comparingInt(Claimed::rank).thenComparingLong(Claimed::id);

    private final Session session;
    private final Claim claim;
    private final List<Claimed> taken = new ArrayList<>();
    private final Map<String, Integer> rooms = new HashMap<>();
    private Destination last;
    private int wraps;

    private Claims(Session session, Claim claim) {
        this.session = session;
        this.claim = claim;
        this.last = claim.after();
    }

    /**
     * What was taken, and whose turn was last.
     *
     * @param jobs in the order to begin them
     * @param last to go on from
     * @param alive false if the worker has been given up by others
     */
    record Result(List<Claimed> jobs, Destination last, boolean alive) {}

    static Result run(Session session, Claim claim) throws SQLException {
        if (session.number(0, ALIVE + session.database().share(), claim.worker()) == 0) {
            return new Result(List.of(), claim.after(), false);
        }
        Claims claims = new Claims(session, claim);
        claims.urgent();
        claims.inTurns();
        return new Result(claims.taken, claims.last, true);
    }

    private void urgent() throws SQLException {
        List<Long> ids = new ArrayList<>();
        int most = (claim.most() + 1) / 2;
        try (ResultSet rows =
                session.query(URGENT + session.database().skipLocked(), claim.route(), 2 * claim.most())) {
            while (rows.next() && ids.size() < most) {
                String domain = rows.getString(2);
                if (room(domain) > 0) {
                    ids.add(rows.getLong(1));
                    rooms.merge(domain, -1, Integer::sum);
                }
            }
        }
        for (long id : ids) {
            try (ResultSet row = session.query(TAKE, claim.worker(), id)) {
                if (row.next()) {
                    taken.add(Claimed.of(row));
                }
            }
        }
    }

    private int room(String domain) {
        return rooms.computeIfAbsent(domain, claim.room()::applyAsInt);
    }

    private void inTurns() throws SQLException {
        int each = EACH;
        for (int page = 0; page < PAGES && taken.size() < claim.most() && wraps < 2; page++) {
            List<Destination> found = session.database().destinations(session, claim.route(), last, PAGE);
            int before = taken.size();
            take(found, each);
            if (found.size() < PAGE && taken.size() < claim.most()) {
                last = Destination.START;
                each *= 2;
                wraps = taken.size() > before ? 0 : wraps + 1;
            }
        }
    }

    private void take(List<Destination> found, int each) throws SQLException {
        Map<Destination, Integer> wanted = new LinkedHashMap<>();
        int left = claim.most() - taken.size();
        for (Destination to : found) {
            int n = Math.min(left, Math.min(each, room(to.domain())));
            if (n > 0) {
                wanted.put(to, n);
                left -= n;
            }
            last = to;
            if (left == 0) {
                break;
            }
        }
        if (!wanted.isEmpty()) {
            List<Claimed> page = new ArrayList<>(session.database().take(session, claim, wanted));
            page.sort(IN_ORDER); // the database returns them in any
            for (Claimed job : page) {
                taken.add(job);
                rooms.merge(job.to().domain(), -1, Integer::sum);
            }
        }
    }
}
