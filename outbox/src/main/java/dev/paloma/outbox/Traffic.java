package dev.paloma.outbox;

import dev.paloma.outbox.OutboxWorkerBuilder.DestinationLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many mails are on their way on a route, in all and for each recipient domain. Used by one thread.
 *
 * <p>Domains whose answers come within a second share the express connections, where mails follow each other without
 * waiting. A domain that answers slowly gets mails on connections set aside, one at a time each, and never all of those:
 * so nobody waits behind it. One of which nothing is known yet goes there too while there is room, and by express after
 * that: a few at first, more with each that turns out to be quick, as long as hardly any turn out to be slow. When many do,
 * one of the connections set aside waits for domains that have come just now. What a domain may have on its way grows with
 * each mail that is accepted and is halved by each that is put off.
 */
final class Traffic {
    private static final long SLOW = TimeUnit.SECONDS.toNanos(1);
    private static final int REMEMBERED = 10_000;
    private static final int FIRST = 2;
    private static final double RARELY = 0.05;
    /** For how long a domain is a newcomer. */
    private static final long NEW = TimeUnit.SECONDS.toNanos(2);
    /** Of fewer connections set aside none waits for newcomers. */
    private static final int MANY = 3;

    private final int express;
    private final int aside;
    private final Limits limits;
    private final RateLimit rate;
    private final Map<String, Domain> domains = new HashMap<>();
    private int onExpress;
    private int onAside;
    private int slowAside;
    private int unknownOnExpress;
    /** How many of which nothing is known may be on express connections. */
    private int trust;

    private boolean spare;
    /** How many of those that answered for the first time were slow, of late. */
    private double slowness;

    /** What was asked for, of the route and of domains. */
    record Limits(DestinationLimits each, Map<String, DestinationLimits> some, RateLimit route) {
        DestinationLimits of(String domain) {
            return some.getOrDefault(domain, each);
        }
    }

    /** What is known of a domain. */
    private static final class Domain {
        private final int most;
        private final RateLimit rate;
        private final long met;
        private int onItsWay;
        private int limit = FIRST;
        private boolean known;
        private boolean slow;

        Domain(DestinationLimits limits, long met) {
            this.most = limits.concurrency();
            this.rate = limits.rate();
            this.met = met;
        }
    }

    /** The connections a mail goes by. */
    enum Way {
        EXPRESS,
        UNKNOWN_BY_EXPRESS,
        ASIDE,
        SLOWLY_ASIDE,
        NONE;

        boolean isExpress() {
            return this == EXPRESS || this == UNKNOWN_BY_EXPRESS;
        }
    }

    /** What keeps a domain's mails from beginning, other than that the route is busy. */
    enum Kind {
        NOTHING,
        ITS_LIMIT,
        NOT_KNOWN_YET,
        SLOW
    }

    /**
     * @param express mails that may be on the express connections
     * @param aside connections set aside; 0 if there is but one connection
     */
    Traffic(int express, int aside, Limits limits) {
        this.express = express;
        this.aside = aside;
        this.limits = limits;
        this.rate = limits.route();
    }

    /** Whether only slow domains have mails that wait: they may have more connections then. */
    void spare(boolean isSo) {
        spare = isSo;
    }

    private Domain domain(String name) {
        Domain domain = domains.get(name);
        if (domain == null) {
            if (domains.size() >= REMEMBERED) {
                domains.values().removeIf(known -> known.onItsWay == 0 && !known.slow && known.rate.isFull());
            }
            domain = new Domain(limits.of(name), System.nanoTime());
            domains.put(name, domain);
        }
        return domain;
    }

    /** How many more of this domain it makes sense to have at hand until then: no more than its rate lets go. */
    int room(String name, long nanos, long then) {
        Domain known = domains.get(name);
        if (known == null) {
            return Math.min(FIRST * 2, limits.of(name).rate().until(nanos, then));
        }
        int most = most(known);
        return Math.min(Math.max(0, 2 * most - known.onItsWay), known.rate.until(nanos, then));
    }

    /** Which of the kinds that have to be kept from filling the backlog it is. */
    Kind kind(String name, long nanos) {
        Domain met = domains.get(name);
        Domain domain = met == null ? new Domain(limits.of(name), nanos) : met;
        if (domain.slow) {
            return Kind.SLOW;
        }
        if (domain.onItsWay >= most(domain) || !domain.rate.isFree(nanos)) {
            return Kind.ITS_LIMIT;
        }
        return domain.known || aside == 0 || isTrusting() ? Kind.NOTHING : Kind.NOT_KNOWN_YET;
    }

    /** Whether one of which nothing is known may go by express. */
    private boolean isTrusting() {
        return slowness < RARELY && unknownOnExpress < trust;
    }

    /** Whether it was never asked for. */
    boolean isNew(String name) {
        return !domains.containsKey(name);
    }

    boolean isKnown(String name) {
        Domain domain = domains.get(name);
        return domain != null && domain.known;
    }

    private int most(Domain domain) {
        return Math.min(Math.min(domain.limit, domain.most), isAside(domain) ? share() : express);
    }

    /** Connections that slow domains may have. */
    private int share() {
        return Math.max(1, spare ? aside - 1 : aside / 2);
    }

    private boolean isAside(Domain domain) {
        return aside > 0 && (domain.slow || !domain.known);
    }

    /** A mail for this domain begins, by this way; or not now. */
    Way begin(String name, long nanos) {
        Domain domain = domain(name);
        if (domain.onItsWay >= most(domain) || !rate.isFree(nanos) || !domain.rate.isFree(nanos)) {
            return Way.NONE;
        }
        Way way = way(domain, nanos);
        if (way != Way.NONE) {
            rate.take(nanos);
            domain.rate.take(nanos);
            domain.onItsWay++;
            count(way, 1);
        }
        return way;
    }

    private Way way(Domain domain, long nanos) {
        if (!isAside(domain)) {
            return onExpress < express ? Way.EXPRESS : Way.NONE;
        }
        int kept = slowness >= RARELY && aside >= MANY && nanos - domain.met > NEW ? 1 : 0;
        if (domain.slow) {
            return onAside < aside - kept && slowAside < share() ? Way.SLOWLY_ASIDE : Way.NONE;
        }
        if (onAside < aside - kept) {
            return Way.ASIDE;
        }
        return isTrusting() && onExpress < express ? Way.UNKNOWN_BY_EXPRESS : Way.NONE;
    }

    private void count(Way way, int change) {
        if (way.isExpress()) {
            onExpress += change;
            unknownOnExpress += way == Way.UNKNOWN_BY_EXPRESS ? change : 0;
        } else {
            onAside += change;
            slowAside += way == Way.SLOWLY_ASIDE ? change : 0;
        }
    }

    /** It wasn't sent after all. */
    void undo(String name, Way way) {
        domain(name).onItsWay--;
        count(way, -1);
    }

    /**
     * A mail has ended.
     *
     * @param nanos how long the server took over it; negative if it said nothing
     */
    void ended(String name, Way way, MailStatus.Result result, long nanos) {
        Domain domain = domain(name);
        domain.onItsWay--;
        count(way, -1);
        if (result == MailStatus.Result.NOT_TRIED) {
            return;
        }
        boolean slow = nanos >= SLOW || result == MailStatus.Result.UNKNOWN;
        if (!domain.known) {
            slowness = slowness * (1 - RARELY) + (slow ? RARELY : 0);
            trust = slow ? trust / 2 : Math.min(express, trust + 1);
        }
        domain.known |= nanos >= 0;
        domain.slow = slow;
        if (result == MailStatus.Result.DEFERRED || result == MailStatus.Result.UNKNOWN) {
            domain.limit = Math.max(1, domain.limit / 2);
        } else if (slow) {
            domain.limit = Math.max(Math.min(domain.limit, aside), domain.limit / 2);
        } else {
            domain.limit = Math.min(express, domain.limit + 1);
        }
    }

    int onTheirWay() {
        return onExpress + onAside;
    }

    int capacity() {
        return express + aside;
    }

    /** How many mails of all slow domains it makes sense to have at hand. */
    int slowRoom() {
        return 2 * Math.max(1, aside);
    }

    /** How long until a rate lets the next one go, in nanoseconds; 0 if none stands in the way. */
    long pause(String name, long nanos) {
        return Math.max(rate.pause(nanos), domain(name).rate.pause(nanos));
    }
}
