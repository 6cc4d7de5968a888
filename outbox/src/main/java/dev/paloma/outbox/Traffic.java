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
 * that as long as hardly any turned out to be slow. What a domain may have on its way grows with each mail that is
 * accepted and is halved by each that is put off.
 */
final class Traffic {
    private static final long SLOW = TimeUnit.SECONDS.toNanos(1);
    private static final int REMEMBERED = 10_000;
    private static final int FIRST = 2;
    private static final double RARELY = 0.05;

    private final int express;
    private final int aside;
    private final Limits limits;
    private final RateLimit rate;
    private final Map<String, Domain> domains = new HashMap<>();
    private int onExpress;
    private int onAside;
    private int slowAside;
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
        private int onItsWay;
        private int limit = FIRST;
        private boolean known;
        private boolean slow;

        Domain(DestinationLimits limits) {
            this.most = limits.concurrency();
            this.rate = limits.rate();
        }
    }

    /** The connections a mail goes by. */
    enum Way {
        EXPRESS,
        ASIDE,
        SLOWLY_ASIDE,
        NONE
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

    private Domain domain(String name) {
        Domain domain = domains.get(name);
        if (domain == null) {
            if (domains.size() >= REMEMBERED) {
                domains.values().removeIf(known -> known.onItsWay == 0 && !known.slow && known.rate.isFull());
            }
            domain = new Domain(limits.of(name));
            domains.put(name, domain);
        }
        return domain;
    }

    /** How many more of this domain it makes sense to have at hand. */
    int room(String name) {
        Domain known = domains.get(name);
        if (known == null) {
            return FIRST * 2;
        }
        int most = most(known);
        return Math.max(0, 2 * most - known.onItsWay);
    }

    private int most(Domain domain) {
        int share = isAside(domain) ? Math.max(1, aside / 2) : express;
        return Math.min(Math.min(domain.limit, domain.most), share);
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
        Way way = way(domain);
        if (way != Way.NONE) {
            rate.take(nanos);
            domain.rate.take(nanos);
            domain.onItsWay++;
            count(way, 1);
        }
        return way;
    }

    private Way way(Domain domain) {
        if (isAside(domain)) {
            if (domain.slow) {
                boolean full = onAside >= aside || slowAside >= Math.max(1, aside / 2);
                return full ? Way.NONE : Way.SLOWLY_ASIDE;
            }
            if (onAside < aside) {
                return Way.ASIDE;
            }
            if (slowness >= RARELY) {
                return Way.NONE;
            }
        }
        return onExpress < express ? Way.EXPRESS : Way.NONE;
    }

    private void count(Way way, int change) {
        if (way == Way.EXPRESS) {
            onExpress += change;
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
        }
        domain.known |= nanos >= 0;
        domain.slow = slow;
        if (result == MailStatus.Result.DEFERRED || slow) {
            domain.limit = Math.max(1, domain.limit / 2);
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

    /** How long until a rate lets the next one go, in nanoseconds; 0 if none stands in the way. */
    long pause(String name, long nanos) {
        return Math.max(rate.pause(nanos), domain(name).rate.pause(nanos));
    }
}
