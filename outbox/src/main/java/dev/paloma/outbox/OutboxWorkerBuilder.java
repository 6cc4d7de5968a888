package dev.paloma.outbox;

import dev.paloma.MailerBuilder;
import dev.paloma.message.Mailbox;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of a worker. Not safe for use by several threads. */
public final class OutboxWorkerBuilder {
    private static final DestinationLimits UNLIMITED = new DestinationLimits(10_000, 0, Duration.ofSeconds(1));

    final Outbox outbox;
    final Map<String, MailerBuilder> routes = new LinkedHashMap<>();
    final Map<String, DestinationLimits> destinations = new HashMap<>();
    final Map<String, RateLimit> rates = new HashMap<>();
    DestinationLimits each = UNLIMITED;
    int connections = 10;
    BackOff backOff = BackOff.STANDARD;
    Duration lease = Duration.ofSeconds(60);
    Duration poll = Duration.ofMillis(500);
    Duration history = Duration.ofDays(7);
    Duration rest = Duration.ofSeconds(1);
    boolean holdDoubtful;

    @Nullable
    OutboxListener listener;

    @Nullable
    String reporter;

    OutboxWorkerBuilder(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * What a recipient domain gets at most, from each worker.
     *
     * @param concurrency mails on their way at a time
     * @param mails so many in the given time; 0 for no limit
     * @param time in which
     */
    public record DestinationLimits(int concurrency, int mails, Duration time) {
        /**
         * @throws IllegalArgumentException if the concurrency isn't positive, mails are negative, or the time isn't positive
         */
        public DestinationLimits {
            if (concurrency < 1 || mails < 0 || time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("limits of at least one mail at a time, in some time");
            }
        }

        RateLimit rate() {
            return mails == 0 ? RateLimit.none() : RateLimit.of(mails, time);
        }
    }

    /**
     * Serves a route, with mailers made of these settings. The acceptance policy, the window and the number of connections
     * are the worker's to say, whatever was said before, a server's {@code pool=} included. The builder is the worker's
     * from then on, which sets them in it; whoever wants a mailer of his own makes another. At least one route is needed,
     * usually {@code default}.
     */
    public OutboxWorkerBuilder route(String name, MailerBuilder mailer) {
        routes.put(name, mailer);
        return this;
    }

    /**
     * How many connections each route keeps at most; 10 unless said otherwise. Of two and more a third is for domains that
     * answer slowly.
     *
     * @throws IllegalArgumentException if it isn't 1 to 1,000
     */
    public OutboxWorkerBuilder connections(int most) {
        if (most < 1 || most > 1000) {
            throw new IllegalArgumentException("1 to 1,000 connections, not " + most);
        }
        connections = most;
        return this;
    }

    /**
     * No more mails than this by a route, evenly spread.
     *
     * @throws IllegalArgumentException if the rate isn't positive
     */
    public OutboxWorkerBuilder rate(String route, int mails, Duration time) {
        rates.put(route, RateLimit.of(mails, time));
        return this;
    }

    /** What each recipient domain gets at most; without limit unless said otherwise. */
    public OutboxWorkerBuilder destinations(DestinationLimits limits) {
        each = limits;
        return this;
    }

    /** What this recipient domain gets at most. */
    public OutboxWorkerBuilder destination(String domain, DestinationLimits limits) {
        destinations.put(domain.toLowerCase(Locale.ROOT), limits);
        return this;
    }

    /**
     * How long a mail waits after a failure for now: 5 minutes, twice as long each further time, and up to a quarter more by
     * chance, but at most 4,000 s, unless said otherwise.
     *
     * @throws IllegalArgumentException if they aren't positive, the second is less than the first, or over a year
     */
    public OutboxWorkerBuilder retry(Duration first, Duration most) {
        backOff = BackOff.of(first, most);
        return this;
    }

    /**
     * After this time without a sign of life others take over; 60 s unless said otherwise. A process on the same Linux
     * machine that is gone is noticed within a third of it.
     *
     * @throws IllegalArgumentException if it isn't 100 ms to a day
     */
    public OutboxWorkerBuilder lease(Duration time) {
        if (time.toMillis() < 100 || time.toDays() > 0) {
            throw new IllegalArgumentException("a lease is 100 ms to a day, not " + time);
        }
        lease = time;
        return this;
    }

    /**
     * How often the outbox is looked at for what other processes submitted; 500 ms unless said otherwise. What this
     * process submits is seen at once.
     *
     * @throws IllegalArgumentException if it isn't positive
     */
    public OutboxWorkerBuilder poll(Duration interval) {
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("an interval is at least 1 ms, not " + interval);
        }
        poll = interval;
        return this;
    }

    /** Mails in doubt are held until somebody releases them; unless said so they are sent again. */
    public OutboxWorkerBuilder holdDoubtful() {
        holdDoubtful = true;
        return this;
    }

    /**
     * For how long mails that are over stay in the outbox, with their attempts and content; 7 days unless said otherwise,
     * at least one. With PostgreSQL whole days are dropped.
     *
     * @throws IllegalArgumentException if it is less than a day
     */
    public OutboxWorkerBuilder history(Duration time) {
        if (time.toDays() < 1) {
            throw new IllegalArgumentException("a history is at least a day, not " + time);
        }
        history = time;
        return this;
    }

    /**
     * Tells senders what wasn't delivered to them (RFC 3464), by mails that go into this outbox and out by the route of the
     * mail they are about. Whoever asked for no reports gets none. Nobody is told unless said so.
     *
     * @param host this host's name, which the reports come from: {@code postmaster@host}
     * @throws dev.paloma.message.AddressException if it isn't one
     */
    public OutboxWorkerBuilder reports(String host) {
        reporter = Mailbox.parse("postmaster@" + host).domain();
        return this;
    }

    /** For how long a route rests after the database failed. For tests. */
    OutboxWorkerBuilder restAfterTrouble(Duration time) {
        rest = time;
        return this;
    }

    /** Who hears what becomes of mails; nobody unless said otherwise. */
    public OutboxWorkerBuilder listener(OutboxListener hears) {
        listener = hears;
        return this;
    }

    /**
     * @throws IllegalArgumentException if no route is served
     */
    public OutboxWorker build() {
        if (routes.isEmpty()) {
            throw new IllegalArgumentException(
                    "no route: give at least route(\"default\", Mailer.builder().server(…))");
        }
        return new OutboxWorker(this);
    }

    RateLimit rate(String route) {
        RateLimit rate = rates.get(route);
        return rate == null ? RateLimit.none() : rate.another();
    }
}
