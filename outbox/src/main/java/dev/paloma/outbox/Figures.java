package dev.paloma.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts. */
final class Figures {
    private static final String STATES = "SELECT state, count(*) FROM outbox_mail GROUP BY state";
    private static final String SENDING = "SELECT count(DISTINCT mail) FROM outbox_job WHERE worker IS NOT NULL";
    private static final String OLDEST =
            "SELECT submitted FROM outbox_mail WHERE id = (SELECT min(mail) FROM outbox_job)";
    private static final String RATES =
            "SELECT outcome, sum(recipients) FROM outbox_tally WHERE slot > ? AND slot <= ? AND domain = '' GROUP BY outcome";
    private static final String RATES_BY = "SELECT route, domain, outcome, sum(recipients) FROM outbox_tally"
            + " WHERE slot > ? AND slot <= ? GROUP BY route, domain, outcome ORDER BY 1, 2, 3";
    private static final String DEEPEST =
            "SELECT route, domain, count(*), sum(CASE WHEN deferrals > 0 THEN 1 ELSE 0 END)"
                    + " FROM outbox_job GROUP BY route, domain ORDER BY 3 DESC, 1, 2 LIMIT 20";
    private static final String WORKERS = "SELECT name, (SELECT count(*) FROM outbox_job j WHERE j.worker = w.id),"
            + " (SELECT coalesce(sum(t.recipients), 0) FROM outbox_tally t WHERE t.worker = w.id AND t.domain = ''"
            + " AND t.slot > ? AND t.slot <= ?) FROM outbox_worker w WHERE w.alive = 1 ORDER BY w.id";

    private static final int DOMAINS = 20;

    private final Session session;
    private final long now;
    private final long slot;

    private Figures(Session session) {
        this.session = session;
        this.now = session.database().now();
        this.slot = now / 1000 / Tally.SLOT;
    }

    static OutboxStats of(Session session) throws SQLException {
        Figures figures = new Figures(session);
        return new OutboxStats(
                figures.mails(),
                figures.oldest(),
                figures.rates(),
                figures.ratesBy(),
                figures.deepest(),
                figures.workers());
    }

    private Map<MailState, Long> mails() throws SQLException {
        Map<MailState, Long> mails = new EnumMap<>(MailState.class);
        for (MailState state : MailState.values()) {
            mails.put(state, 0L);
        }
        try (ResultSet row = session.query(STATES)) {
            while (row.next()) {
                mails.put(MailState.of(row.getInt(1)), row.getLong(2));
            }
        }
        long sending = session.number(0, SENDING);
        mails.put(MailState.SENDING, sending);
        mails.merge(MailState.QUEUED, -sending, (queued, less) -> Math.max(0, queued + less));
        return mails;
    }

    private @Nullable Duration oldest() throws SQLException {
        long submitted = session.number(-1, OLDEST);
        return submitted < 0 ? null : Duration.ofMillis(Math.max(0, now - submitted));
    }

    private Map<MailStatus.Result, Long> rates() throws SQLException {
        Map<MailStatus.Result, Long> rates = new EnumMap<>(MailStatus.Result.class);
        for (MailStatus.Result result : MailStatus.Result.values()) {
            rates.put(result, 0L);
        }
        try (ResultSet row = session.query(RATES, slot - 60 / Tally.SLOT, slot)) {
            while (row.next()) {
                rates.put(MailStatus.Result.of(row.getInt(1)), row.getLong(2));
            }
        }
        return rates;
    }

    /** The routes', then those of the domains that had most. */
    private List<OutboxStats.Rate> ratesBy() throws SQLException {
        Map<List<String>, Map<MailStatus.Result, Long>> counts = new LinkedHashMap<>();
        try (ResultSet row = session.query(RATES_BY, slot - 60 / Tally.SLOT, slot)) {
            while (row.next()) {
                counts.computeIfAbsent(
                                List.of(row.getString(1), row.getString(2)),
                                key -> new EnumMap<>(MailStatus.Result.class))
                        .put(MailStatus.Result.of(row.getInt(3)), row.getLong(4));
            }
        }
        List<OutboxStats.Rate> rates = new ArrayList<>();
        counts.forEach((key, ended) -> rates.add(new OutboxStats.Rate(key.get(0), key.get(1), ended)));
        List<OutboxStats.Rate> shown = new ArrayList<>(
                rates.stream().filter(rate -> rate.domain().isEmpty()).toList());
        rates.stream()
                .filter(rate -> !rate.domain().isEmpty())
                .sorted(Comparator.comparingLong(rate -> -rate.recipients()))
                .limit(DOMAINS)
                .forEach(shown::add);
        return shown;
    }

    private List<OutboxStats.Destination> deepest() throws SQLException {
        List<OutboxStats.Destination> deepest = new ArrayList<>();
        try (ResultSet row = session.query(DEEPEST)) {
            while (row.next()) {
                deepest.add(new OutboxStats.Destination(
                        row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)));
            }
        }
        return deepest;
    }

    private List<OutboxStats.Worker> workers() throws SQLException {
        List<OutboxStats.Worker> workers = new ArrayList<>();
        try (ResultSet row = session.query(WORKERS, slot - 60 / Tally.SLOT, slot)) {
            while (row.next()) {
                workers.add(new OutboxStats.Worker(row.getString(1), row.getLong(2), row.getLong(3)));
            }
        }
        return workers;
    }
}
