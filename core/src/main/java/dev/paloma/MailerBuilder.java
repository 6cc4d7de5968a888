package dev.paloma;

import dev.paloma.dkim.DkimSigner;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Limits;
import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Timeouts;
import dev.paloma.smtp.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of a mailer. Not safe for use by several threads. */
public final class MailerBuilder {
    private final List<Server> servers = new ArrayList<>();
    private Acceptance acceptance = Acceptance.ALL;
    private Timeouts timeouts = Timeouts.standard();
    private Limits limits = Limits.standard();
    private @Nullable Duration deadline;
    private @Nullable String clientName;
    private Connector connector = Connector.tcp();
    private Resolver resolver = Resolver.system();
    private MailExchangers exchangers = MailExchangers.system();
    private Trace trace = Trace.none();
    private PoolSettings pool = PoolSettings.STANDARD;
    private boolean bound;
    private int window = 8;
    private Pace pace = Pace.unlimited();
    private boolean roundRobin;
    private @Nullable MailerListener listener;
    private final List<DkimSigner> signers = new ArrayList<>();

    MailerBuilder() {}

    /** Another one with the same settings; what is changed in one of them from now on, the other doesn't know. */
    public MailerBuilder copy() {
        MailerBuilder copy = new MailerBuilder();
        copy.servers.addAll(servers);
        copy.acceptance = acceptance;
        copy.timeouts = timeouts;
        copy.limits = limits;
        copy.deadline = deadline;
        copy.clientName = clientName;
        copy.connector = connector;
        copy.resolver = resolver;
        copy.exchangers = exchangers;
        copy.trace = trace;
        copy.pool = pool;
        copy.bound = bound;
        copy.window = window;
        copy.pace = pace;
        copy.roundRobin = roundRobin;
        copy.listener = listener;
        copy.signers.addAll(signers);
        return copy;
    }

    /** Adds a server, to be tried after those before it. */
    public MailerBuilder server(Server server) {
        servers.add(server);
        return this;
    }

    /** Adds servers, such as those of {@link Server#list}, to be tried one after the other. */
    public MailerBuilder servers(Collection<Server> more) {
        servers.addAll(more);
        return this;
    }

    /** Adds a server as {@link Server#parse} reads it. */
    public MailerBuilder server(String server) {
        return server(Server.parse(server));
    }

    /** How many recipients must be accepted; {@link Acceptance#ALL} unless said otherwise. */
    public MailerBuilder acceptance(Acceptance policy) {
        acceptance = policy;
        return this;
    }

    /** How long each stage may take; {@link Timeouts#standard} unless said otherwise. */
    public MailerBuilder timeouts(Timeouts each) {
        timeouts = each;
        return this;
    }

    /**
     * How long a mail may take in all, from the call on: waiting for a connection or for its turn, look-up, every server
     * that is tried. Then {@link Mailer#send} stops, wherever it is, and says the truth: nothing was sent, or it is
     * unknown. A mail of {@link Mailer#sendAll} or {@link Mailer#sendAsync} isn't begun after it, and its end doesn't
     * leave; what is on the wire by then has the limits of its stage. No more than those unless said otherwise.
     *
     * @throws IllegalArgumentException if it isn't positive
     */
    public MailerBuilder deadline(Duration most) {
        if (most.isNegative() || most.isZero()) {
            throw new IllegalArgumentException("a deadline is some time ahead, not " + most);
        }
        deadline = most;
        return this;
    }

    /** How much a server may say. */
    public MailerBuilder limits(Limits most) {
        limits = most;
        return this;
    }

    /**
     * What EHLO says of this end: a domain or an address literal. Unless said otherwise {@code localhost} where every
     * server is on this machine, else the host's name, else the literal of the connection's address.
     */
    public MailerBuilder clientName(String name) {
        clientName = ServerOptions.client(name);
        return this;
    }

    /**
     * How connections are opened, but to a server with a proxy of its own; plain TCP unless said otherwise. Through a
     * proxy that isn't on this machine TLS is required for {@code localhost} too.
     */
    public MailerBuilder connector(Connector opener) {
        connector = opener;
        return this;
    }

    /** How names become addresses; the system's resolver unless said otherwise. */
    public MailerBuilder resolver(Resolver lookUp) {
        resolver = lookUp;
        return this;
    }

    /** Which servers take mail for a domain, where one is given as {@code mx=true}; the system's DNS unless said otherwise. */
    public MailerBuilder exchangers(MailExchangers records) {
        exchangers = records;
        return this;
    }

    /** Watches every session. */
    public MailerBuilder trace(Trace watcher) {
        trace = watcher;
        return this;
    }

    /**
     * So many connections to each server at a time, or calls of a program, whatever its URL says; unless said otherwise
     * what that says, or 10.
     */
    public MailerBuilder connections(int most) {
        pool = pool.withConnections(most);
        bound = true;
        return this;
    }

    /** How long a connection may wait for the next mail before it is closed; 30 s unless said otherwise. */
    public MailerBuilder idle(Duration most) {
        pool = new PoolSettings(pool.connections(), most, pool.lifetime(), pool.mails());
        return this;
    }

    /** How long a connection may be used before another takes its place; an hour unless said otherwise. */
    public MailerBuilder lifetime(Duration most) {
        pool = new PoolSettings(pool.connections(), pool.idle(), most, pool.mails());
        return this;
    }

    /** How many mails a connection may carry; as many as the server takes unless said otherwise. */
    public MailerBuilder mailsPerConnection(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a connection carries at least one mail, not " + most);
        }
        pool = new PoolSettings(pool.connections(), pool.idle(), pool.lifetime(), most);
        return this;
    }

    /**
     * How many mails of {@link Mailer#sendAll} and {@link Mailer#sendAsync} may be on their way on one connection, 1 to
     * 64; 8 unless said otherwise. As many may be in doubt when it dies; {@link Mailer#send} leaves no mail but its own
     * in doubt.
     */
    public MailerBuilder window(int mails) {
        if (mails < 1 || mails > 64) {
            throw new IllegalArgumentException("a window is 1 to 64 mails, not " + mails);
        }
        window = mails;
        return this;
    }

    /** No more than so many mails in each such time, evenly spread; without limit unless said otherwise. */
    public MailerBuilder rate(int mails, Duration time) {
        pace = Pace.of(mails, time);
        return this;
    }

    /** Lets the servers take turns at being the first; unless said otherwise the first is used as long as it works. */
    public MailerBuilder roundRobin() {
        roundRobin = true;
        return this;
    }

    /** Hears of connections opened and closed, and of each mail; nobody does unless said otherwise. */
    public MailerBuilder listener(MailerListener hears) {
        listener = hears;
        return this;
    }

    /**
     * Signs what is sent, with each of these signers that {@link DkimSigner#isFor is for} the mail: one of those in From is
     * of its domain or one below it. A mail that none is for goes unsigned. It is signed when its turn has come to be
     * sent, once, whichever servers are tried; what can't be signed isn't sent.
     */
    public MailerBuilder dkim(DkimSigner... more) {
        signers.addAll(List.of(more));
        return this;
    }

    /**
     * Makes the mailer; nothing is opened before the first mail.
     *
     * @throws IllegalArgumentException if there is no server, or one has a user without a password
     */
    public Mailer build() {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no server: give at least one, such as smtp://mail.example.org:587");
        }
        InFlight inFlight = new InFlight(deadline);
        Housekeeper housekeeper = new Housekeeper();
        Events events = new Events(listener);
        Resolver names = deadline == null ? resolver : LookUp.interruptible(resolver);
        Dialer.Means means = new Dialer.Means(connector, names, LookUp.interruptibly(exchangers), trace, inFlight);
        String name = clientName != null ? clientName : ClientName.of(servers);
        List<Route> routes = new ArrayList<>();
        for (Server server : servers) {
            Dialer dialer = new Dialer(server, settings(server, name), means.with(server.connector(connector)));
            routes.add(route(server, dialer, housekeeper, events));
        }
        Failover failover = new Failover(routes, roundRobin, events, new Signing(signers));
        int lanes = poolOf(servers.get(0)).connections() * (roundRobin ? routes.size() : 1);
        Feed feed = new Feed(lanes, window);
        feed.workedBy(() -> new Lane(feed, failover, pace, window));
        return new Mailer(failover, pace, feed, housekeeper, inFlight);
    }

    private SmtpSettings settings(Server server, @Nullable String name) {
        if (server.needsPassword()) {
            throw new IllegalArgumentException("no password for the user of " + server
                    + ": put it into the URL, or give it with Server.withPassword");
        }
        return server.reachedBy(connector).settings(name, new SmtpSettings.Timing(timeouts, limits));
    }

    private PoolSettings poolOf(Server server) {
        return bound || server.pool() == 0 ? pool : pool.withConnections(server.pool());
    }

    private Route route(Server server, Dialer dialer, Housekeeper housekeeper, Events events) {
        Program program = server.program();
        if (program != null) {
            return new ProgramRoute(program, timeouts, poolOf(server).connections(), acceptance);
        }
        return server.maildir() != null
                ? new MaildirRoute(server.maildir())
                : new SmtpRoute(dialer, new Pool(dialer.name(), poolOf(server), housekeeper, events), acceptance);
    }
}
