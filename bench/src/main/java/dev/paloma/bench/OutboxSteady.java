package dev.paloma.bench;

import dev.paloma.Mailer;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxWorker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Mail in and out of an outbox on PostgreSQL for minutes: whether the tables that change all the time grow, rows that are
 * dead pile up, or claims become slower. Fails if they do.
 *
 * <pre>java -cp … dev.paloma.bench.OutboxSteady postgresql://postgres@127.0.0.1:5432/outbox 10</pre>
 */
final class OutboxSteady {
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final int AT_A_TIME = 2000;
    private static final int DOMAINS = 200;
    /** Of the first half's highest; the second half may have at most so many times as much. */
    private static final double MOST = 1.5;

    /** The index that claims go by, from its beginning: whoever claims passes over what is dead there. */
    private static final String CLAIM = "SELECT id FROM outbox_job WHERE state = 0"
            + " AND route = 'default' ORDER BY domain, bucket, rank, id LIMIT 100";

    private static final String WAITING = "SELECT count(*) FROM outbox_job";
    private static final String DEAD = "SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname IN"
            + " ('outbox_job', 'outbox_event', 'outbox_tally', 'outbox_worker')";
    private static final String SIZE = "SELECT sum(pg_total_relation_size(c)) / 1024 FROM unnest(ARRAY['outbox_job',"
            + " 'outbox_event', 'outbox_tally', 'outbox_worker']::regclass[]) c";

    private final Outbox outbox;
    private final Connection connection;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * @param dead rows
     * @param size of the tables, in KiB
     * @param claim in microseconds
     */
    private record Sample(double dead, double size, double claim) {}

    private OutboxSteady(Outbox outbox, Connection connection) {
        this.outbox = outbox;
        this.connection = connection;
    }

    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jdbc = url.replaceFirst("postgresql://([^@]*)@([^?]*)", "jdbc:postgresql://$2?user=$1");
        boolean grown;
        try (OwnSink sink = new OwnSink(java, System.getProperty("java.class.path"));
                Outbox outbox = Outbox.open(url);
                Connection connection = DriverManager.getConnection(jdbc);
                OutboxWorker worker = worker(outbox, sink)) {
            worker.start();
            OutboxSteady steady = new OutboxSteady(outbox, connection);
            steady.run(Duration.ofMinutes(Long.parseLong(arguments[1])));
            grown = steady.hasGrown();
        }
        System.exit(grown ? 1 : 0);
    }

    private static OutboxWorker worker(Outbox outbox, OwnSink sink) {
        String server = "smtp://127.0.0.1:" + sink.port(Offers.parse("pipelining+chunking"));
        return OutboxWorker.builder(outbox)
                .route("default", Mailer.builder().server(server))
                .build();
    }

    private void run(Duration time) throws InterruptedException, SQLException {
        long began = System.nanoTime();
        long submitted = 0;
        long delivered = 0;
        long sampled = began;
        while (System.nanoTime() - began < time.toNanos()) {
            double waiting = number(WAITING);
            if (waiting < 2 * AT_A_TIME) {
                new Submitters(outbox, AT_A_TIME, DOMAINS).run();
                submitted += AT_A_TIME;
            } else {
                Thread.sleep(50);
            }
            long now = System.nanoTime();
            if (now - sampled > EVERY.toNanos()) {
                long before = delivered;
                delivered = submitted - (long) number(WAITING);
                Sample sample = new Sample(number(DEAD), number(SIZE), claim());
                samples.add(sample);
                System.out.printf(
                        Locale.ROOT,
                        "  %4d s: %,6.0f mails/s, %,8.0f dead rows, %,8.0f KiB, first 100 by the index in %,6.0f µs%n",
                        (now - began) / 1_000_000_000,
                        (delivered - before) * 1e9 / (now - sampled),
                        sample.dead,
                        sample.size,
                        sample.claim);
                sampled = now;
            }
        }
    }

    private double number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** The fastest of some: what the machine does besides isn't meant. */
    private double claim() throws SQLException {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long began = System.nanoTime();
            number(CLAIM);
            least = Math.min(least, (System.nanoTime() - began) / 1e3);
        }
        return least;
    }

    private boolean hasGrown() {
        boolean grown = false;
        int half = samples.size() / 2;
        for (String what : List.of("dead rows", "size", "claim")) {
            double first = highest(samples.subList(0, half), what);
            double second = highest(samples.subList(half, samples.size()), what);
            System.out.printf(Locale.ROOT, "  %s: at most %,.0f, then %,.0f%n", what, first, second);
            grown |= second > MOST * first;
        }
        return grown;
    }

    private static double highest(List<Sample> some, String what) {
        return some.stream()
                .mapToDouble(sample -> switch (what) {
                    case "dead rows" -> sample.dead;
                    case "size" -> sample.size;
                    default -> sample.claim;
                })
                .max()
                .orElseThrow();
    }
}
