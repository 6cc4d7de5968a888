package dev.paloma.outbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    private final Map<Key, Integer> recipients = new HashMap<>();

    /**
     * @param domain empty for all of the route's
     * @param outcome the result's number
     */
    private record Key(long worker, String route, String domain, int outcome) {
        static final Comparator<Key> IN_ORDER = Comparator.comparingLong(Key::worker)
                .thenComparing(Key::route)
                .thenComparing(Key::domain)
                .thenComparingInt(Key::outcome);
    }

    void count(long worker, Finish end) {
        String route = end.job().route();
        String domain = end.job().to().domain();
        for (Finish.Row row : end.rows()) {
            int outcome = row.result().number();
            recipients.merge(new Key(worker, route, "", outcome), 1, Integer::sum);
            recipients.merge(new Key(worker, route, domain, outcome), 1, Integer::sum);
        }
    }

    void clear() {
        recipients.clear();
    }

    void write(Session session) throws SQLException {
        Map<Key, Integer> told = new TreeMap<>(Key.IN_ORDER);
        recipients.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Key, Integer> sum) ->
                                !sum.getKey().domain().isEmpty())
                        .thenComparing(Map.Entry::getValue, Comparator.reverseOrder()))
                .limit(DOMAINS + routes())
                .forEach(sum -> told.put(sum.getKey(), sum.getValue()));
        recipients.clear();
        long slot = session.database().now() / 1000 / SLOT;
        List<@Nullable Object[]> rows = new ArrayList<>();
        told.forEach((key, sum) ->
                rows.add(new Object[] {slot, key.worker(), key.route(), key.domain(), key.outcome(), sum}));
        session.all(ADD, rows);
    }

    private long routes() {
        return recipients.keySet().stream()
                .filter(key -> key.domain().isEmpty())
                .count();
    }
}
