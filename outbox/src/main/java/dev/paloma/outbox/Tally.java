package dev.paloma.outbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many recipients ended how in a transaction, for each route, and for those of its domains that had most. It is
 * written last and in order, so that no two transactions that add to the same figures wait for each other.
 */
final class Tally {
    private static final String ADD = "INSERT INTO outbox_tally (slot, worker, route, domain, outcome, recipients)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (slot, worker, route, domain, outcome)"
            + " DO UPDATE SET recipients = outbox_tally.recipients + excluded.recipients";

    /** Seconds in a slot. */
    static final int SLOT = 10;

    /** Of which it tells by name, in one transaction. */
    private static final int DOMAINS = 20;

    private static final Comparator<To> IN_ORDER =
            Comparator.comparingLong(To::worker).thenComparing(To::route).thenComparing(To::domain);

    /** By the outcomes' numbers. */
    private final Map<To, int[]> recipients = new HashMap<>();

    /**
     * @param worker whose
     * @param domain empty for all of the route's
     */
    private record To(long worker, String route, String domain) {
        boolean isWholeRoute() {
            return domain.isEmpty();
        }
    }

    void count(long worker, Finish end) {
        String route = end.job().route();
        for (Finish.Row row : end.rows()) {
            int outcome = row.result().number();
            of(new To(worker, route, ""))[outcome]++;
            of(new To(worker, route, end.job().to().domain()))[outcome]++;
        }
    }

    private int[] of(To to) {
        return recipients.computeIfAbsent(to, key -> new int[MailStatus.Result.values().length + 1]);
    }

    void clear() {
        recipients.clear();
    }

    void write(Session session) throws SQLException {
        long slot = session.database().now() / 1000 / SLOT;
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (To to : told()) {
            int[] counts = of(to);
            for (int outcome = 1; outcome < counts.length; outcome++) {
                if (counts[outcome] > 0) {
                    rows.add(new Object[] {slot, to.worker, to.route, to.domain, outcome, counts[outcome]});
                }
            }
        }
        recipients.clear();
        session.all(ADD, rows);
    }

    private List<To> told() {
        Stream<To> routes = recipients.keySet().stream().filter(To::isWholeRoute);
        Stream<To> most = recipients.keySet().stream()
                .filter(to -> !to.isWholeRoute())
                .sorted(Comparator.comparingInt(to -> -Arrays.stream(of(to)).sum()))
                .limit(DOMAINS);
        return Stream.concat(routes, most).sorted(IN_ORDER).toList();
    }
}
