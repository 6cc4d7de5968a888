package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.SmtpConnection;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Trace;
import dev.paloma.smtp.TransactionResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One SMTP server, at whichever of its addresses answers first. */
final class SmtpRoute implements Route {
    private final Server server;
    private final SmtpSettings settings;
    private final Acceptance acceptance;
    private final Means means;

    /** What a mailer's routes share. */
    record Means(Connector connector, Resolver resolver, Trace trace, InFlight inFlight) {}

    SmtpRoute(Server server, SmtpSettings settings, Acceptance acceptance, Means means) {
        this.server = server;
        this.settings = settings;
        this.acceptance = acceptance;
        this.means = means;
    }

    @Override
    public String name() {
        return server.toString();
    }

    @Override
    public Attempt attempt(Envelope envelope, Content content, List<Receipt.Tried> tried) {
        try (SmtpConnection connection = connect(tried)) {
            return converse(connection, envelope, content);
        } catch (ConnectFailure e) {
            return new Attempt(Verdict.unasked(envelope, e.failure), e.failure, e.elsewhere, Mailer.noSession());
        }
    }

    private Attempt converse(SmtpConnection connection, Envelope envelope, Content content) {
        try {
            TransactionResult result = connection.send(new Mail(envelope, content), acceptance);
            Receipt.Session session =
                    new Receipt.Session(connection.tls(), QueueId.in(result), times(connection, result), Duration.ZERO);
            connection.quit();
            return Verdict.of(name(), envelope, result, acceptance, session);
        } catch (SmtpException e) { // it can't travel here; elsewhere it may
            connection.quit();
            Failure failure = Failure.of(name(), e);
            Receipt.Session session = new Receipt.Session(connection.tls(), null, connection.times(), Duration.ZERO);
            return new Attempt(Verdict.unasked(envelope, failure), failure, true, session);
        }
    }

    private static Map<Stage, Duration> times(SmtpConnection connection, TransactionResult result) {
        Map<Stage, Duration> times = new EnumMap<>(Stage.class);
        times.putAll(connection.times());
        result.times().forEach((stage, time) -> times.merge(stage, time, Duration::plus));
        return times;
    }

    /** The first address that greets us; what went wrong at those before it is noted. */
    private SmtpConnection connect(List<Receipt.Tried> tried) throws ConnectFailure {
        List<InetAddress> addresses = resolve();
        for (int i = 0; ; i++) {
            InetSocketAddress address = new InetSocketAddress(addresses.get(i), server.port());
            try {
                return SmtpConnection.open(
                        address, settings, means.connector(), means.inFlight().watchdog(), means.trace());
            } catch (SmtpException e) {
                Failure failure = Failure.of(name(), e);
                if (i + 1 == addresses.size() || !mayTryElsewhere(e)) {
                    throw new ConnectFailure(failure, mayTryElsewhere(e));
                }
                tried.add(new Receipt.Tried(address.getAddress().getHostAddress(), failure.message()));
            }
        }
    }

    private List<InetAddress> resolve() throws ConnectFailure {
        try {
            return means.resolver().resolve(server.host());
        } catch (Resolver.NoSuchNameException e) {
            throw new ConnectFailure(
                    Failure.of(
                            SendException.Kind.NO_SUCH_HOST,
                            Stage.RESOLVE,
                            name() + ": there is no host '" + server.host() + "': check the server's name",
                            null),
                    true);
        } catch (UnknownHostException e) {
            throw new ConnectFailure(
                    Failure.of(
                            SendException.Kind.TEMPORARY,
                            Stage.RESOLVE,
                            name() + ": the name '" + server.host() + "' can't be looked up now; try again later",
                            null),
                    true);
        }
    }

    /** Wrong credentials are wrong everywhere, a false certificate is a warning, and who cancels wants no other server. */
    private static boolean mayTryElsewhere(SmtpException e) {
        Reply reply = e.reply();
        return switch (e.kind()) {
            case SECURITY, NO_MECHANISM, CANCELLED -> false;
            case AUTHENTICATION -> reply != null && reply.isTransient();
            default -> true;
        };
    }

    /** Why there is no connection. */
    private static final class ConnectFailure extends Exception {
        private final transient Failure failure;
        private final boolean elsewhere;

        ConnectFailure(Failure failure, boolean elsewhere) {
            super(failure.message(), failure.cause());
            this.failure = failure;
            this.elsewhere = elsewhere;
        }
    }
}
