package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Limits;
import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import dev.paloma.smtp.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends mail: to the first of its servers that takes it. The next one is tried while nothing has been sent and nobody has
 * refused the mail for good; never once a server may have it.
 *
 * <p>Safe for use by several threads. Holds a thread that enforces deadlines, which {@link #close} ends.
 */
public final class Mailer implements Transport {
    private final List<Route> routes;
    private final InFlight inFlight;

    private Mailer(List<Route> routes, InFlight inFlight) {
        this.routes = routes;
        this.inFlight = inFlight;
    }

    /**
     * A mailer with the defaults for these servers, in the order to try.
     *
     * @param servers URLs or plain forms, as {@link Server#parse} reads them
     * @throws IllegalArgumentException if one can't be read, or none is given
     */
    public static Mailer to(String... servers) {
        Builder builder = builder();
        for (String server : servers) {
            builder.server(server);
        }
        return builder.build();
    }

    /** A mailer with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sends content to whom its own header fields name.
     *
     * @throws SendException if the acceptance policy isn't met
     * @throws dev.paloma.message.MessageException if the fields name nobody; nothing was sent
     */
    public Receipt send(Content content) {
        return send(content.envelope(), content);
    }

    @Override
    public Receipt send(Envelope envelope, Content content) {
        inFlight.begin();
        try {
            return sendNow(envelope, content);
        } finally {
            inFlight.end();
        }
    }

    private Receipt sendNow(Envelope envelope, Content content) {
        long began = System.nanoTime();
        String messageId = content.headers().get("Message-ID"); // asked for now: nothing may fail once the mail is out
        List<Receipt.Tried> tried = new ArrayList<>();
        Route told = routes.get(0);
        Attempt telling = told.attempt(envelope, content, tried);
        for (Route route : routes.subList(1, routes.size())) {
            if (!goesOn(telling)) {
                break;
            }
            int before = tried.size();
            Attempt attempt = route.attempt(envelope, content, tried);
            if (telling.outweighs(attempt)) {
                tried.add(new Receipt.Tried(route.name(), reason(attempt)));
            } else {
                tried.add(before, new Receipt.Tried(told.name(), reason(telling)));
                told = route;
                telling = attempt;
            }
        }
        Duration total = Duration.ofNanos(System.nanoTime() - began);
        Receipt receipt = receipt(messageId, told.name(), telling, tried, total);
        if (telling.failure() != null) {
            throw new SendException(telling.failure(), receipt);
        }
        return receipt;
    }

    /** Whoever interrupts a send wants no other server. */
    private static boolean goesOn(Attempt attempt) {
        return attempt.elsewhere() && !Thread.currentThread().isInterrupted();
    }

    private static Receipt receipt(
            @Nullable String messageId, String server, Attempt attempt, List<Receipt.Tried> tried, Duration total) {
        Receipt.Session session = attempt.session();
        return new Receipt(
                attempt.rows(),
                messageId,
                server,
                tried,
                new Receipt.Session(session.tls(), session.queueId(), session.times(), total));
    }

    private static String reason(Attempt attempt) {
        return attempt.failure() == null ? "" : attempt.failure().message();
    }

    @Override
    public void close() {
        inFlight.close();
    }

    /** The servers it sends to; no secret. */
    @Override
    public String toString() {
        return "Mailer to " + routes.stream().map(Route::name).collect(Collectors.joining(", "));
    }

    /** Settings of a mailer. Not safe for use by several threads. */
    public static final class Builder {
        private final List<Server> servers = new ArrayList<>();
        private Acceptance acceptance = Acceptance.ALL;
        private Timeouts timeouts = Timeouts.standard();
        private Limits limits = Limits.standard();
        private @Nullable String clientName;
        private Connector connector = Connector.tcp();
        private Resolver resolver = Resolver.system();
        private Trace trace = Trace.none();

        private Builder() {}

        /** Adds a server, to be tried after those before it. */
        public Builder server(Server server) {
            servers.add(server);
            return this;
        }

        /** Adds a server as {@link Server#parse} reads it. */
        public Builder server(String server) {
            return server(Server.parse(server));
        }

        /** How many recipients must be accepted; {@link Acceptance#ALL} unless said otherwise. */
        public Builder acceptance(Acceptance policy) {
            acceptance = policy;
            return this;
        }

        /** How long each stage may take; {@link Timeouts#standard} unless said otherwise. */
        public Builder timeouts(Timeouts each) {
            timeouts = each;
            return this;
        }

        /** How much a server may say. */
        public Builder limits(Limits most) {
            limits = most;
            return this;
        }

        /**
         * What EHLO says of this end: a domain or an address literal. Unless said otherwise {@code localhost} where every
         * server is on this machine, else the host's name, else the literal of the connection's address.
         */
        public Builder clientName(String name) {
            clientName = ServerOptions.client(name);
            return this;
        }

        /** How connections are opened; plain TCP unless said otherwise. */
        public Builder connector(Connector opener) {
            connector = opener;
            return this;
        }

        /** How names become addresses; the system's resolver unless said otherwise. */
        public Builder resolver(Resolver lookUp) {
            resolver = lookUp;
            return this;
        }

        /** Watches every session. */
        public Builder trace(Trace watcher) {
            trace = watcher;
            return this;
        }

        /**
         * @throws IllegalArgumentException if there is no server, or one has a user without a password
         */
        public Mailer build() {
            if (servers.isEmpty()) {
                throw new IllegalArgumentException("no server: give at least one, such as smtp://mail.example.org:587");
            }
            String name = clientName != null ? clientName : ClientName.of(servers);
            SmtpSettings.Timing timing = new SmtpSettings.Timing(timeouts, limits);
            InFlight inFlight = new InFlight();
            SmtpRoute.Means means = new SmtpRoute.Means(connector, resolver, trace, inFlight);
            List<Route> routes = new ArrayList<>();
            for (Server server : servers) {
                routes.add(route(server, name, timing, means));
            }
            return new Mailer(List.copyOf(routes), inFlight);
        }

        private Route route(Server server, @Nullable String name, SmtpSettings.Timing timing, SmtpRoute.Means means) {
            if (server.needsPassword()) {
                throw new IllegalArgumentException("no password for the user of " + server
                        + ": put it into the URL, or give it with Server.withPassword");
            }
            return server.maildir() != null
                    ? new MaildirRoute(server.maildir())
                    : new SmtpRoute(server, server.settings(name, timing), acceptance, means);
        }
    }

    /** What is known of a session that there wasn't. */
    static Receipt.Session noSession() {
        return new Receipt.Session(null, null, Map.<Stage, Duration>of(), Duration.ZERO);
    }
}
