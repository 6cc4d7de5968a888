package dev.paloma;

import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.SmtpConnection;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Trace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From a server's name to a connection, at whichever of its addresses answers first. Safe for use by several threads. */
final class Dialer {
    private final Server server;
    private final String name;
    private final SmtpSettings settings;
    private final Means means;

    /** What a mailer's routes share. */
    record Means(Connector connector, Resolver resolver, MailExchangers exchangers, Trace trace, InFlight inFlight) {
        Means with(Connector other) {
            return new Means(other, resolver, exchangers, trace, inFlight);
        }
    }

    Dialer(Server server, SmtpSettings settings, Means means) {
        this.server = server;
        this.name = server.toString();
        this.settings = settings;
        this.means = means;
    }

    String name() {
        return name;
    }

    /** The first address that greets us; what went wrong at those before it is noted. */
    SmtpConnection connect(List<Receipt.Tried> tried) throws ConnectFailure {
        if (!server.isDomain()) {
            return connect(settings, tried);
        }
        List<String> hosts = LookUp.exchangers(server, means.exchangers());
        for (int i = 0; ; i++) {
            try {
                return connect(settings.at(hosts.get(i)), tried);
            } catch (ConnectFailure e) {
                if (i + 1 == hosts.size() || !e.isElsewhere()) {
                    throw e;
                }
                tried.add(new Receipt.Tried(hosts.get(i), e.failure().message()));
            }
        }
    }

    private SmtpConnection connect(SmtpSettings host, List<Receipt.Tried> tried) throws ConnectFailure {
        List<InetSocketAddress> addresses = addresses(host.host());
        for (int i = 0; ; i++) {
            InetSocketAddress address = addresses.get(i);
            try {
                return SmtpConnection.open(
                        address, host, means.connector(), means.inFlight().watchdog(), means.trace());
            } catch (SmtpException e) {
                Failure failure = Failure.of(name(), e);
                if (i + 1 == addresses.size() || !mayTryElsewhere(e)) {
                    Receipt.Session session = new Receipt.Session(e.tls(), null, e.times(), Duration.ZERO, 0, 0);
                    throw new ConnectFailure(failure, mayTryElsewhere(e), session);
                }
                tried.add(new Receipt.Tried(address.getAddress().getHostAddress(), failure.message()));
            }
        }
    }

    private List<InetSocketAddress> addresses(String host) throws ConnectFailure {
        if (means.connector().resolvesNames()) {
            return List.of(InetSocketAddress.createUnresolved(host, server.port()));
        }
        List<InetSocketAddress> addresses = new ArrayList<>(2);
        for (InetAddress address : resolve(host)) {
            addresses.add(new InetSocketAddress(address, server.port()));
        }
        return addresses;
    }

    private List<InetAddress> resolve(String host) throws ConnectFailure {
        try {
            return means.resolver().resolve(host);
        } catch (UnknownHostException e) {
            throw new ConnectFailure(LookUp.failure(name, host, e), true);
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
}
