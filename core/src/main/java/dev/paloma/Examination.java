package dev.paloma;

import dev.paloma.message.Mailbox;
import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.Capabilities;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.SmtpConnection;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One visit to a server: facts are gathered as far as it lets us. Used by one thread; close it. */
final class Examination implements AutoCloseable {
    private final Server server;
    private final SmtpSettings settings;
    private final Probe.Means means;
    private final InFlight inFlight = new InFlight(null);
    private final long began = System.nanoTime();
    private final List<Receipt.Tried> tried = new ArrayList<>();
    private final List<ServerReport.Problem> problems = new ArrayList<>();
    private @Nullable InetAddress address;
    private @Nullable Reply greeting;
    private @Nullable SmtpConnection connection;
    private ServerReport.Login login = new ServerReport.Login(List.of(), false, null);
    private @Nullable Reply help;
    private ServerReport.@Nullable Rehearsal rehearsal;

    Examination(Server server, SmtpSettings settings, Probe.Means means) {
        this.server = server;
        this.settings = settings;
        this.means = means;
        inFlight.begin();
    }

    /** Goes to the first address where somebody answers. */
    void connect() {
        if (means.connector().resolvesNames()) {
            arrived(null, true);
            return;
        }
        try {
            List<InetAddress> addresses = means.resolver().resolve(server.host());
            int last = addresses.size() - 1;
            for (int i = 0; i <= last && !arrived(addresses.get(i), i == last); i++) {
                // the next one
            }
        } catch (UnknownHostException e) {
            add(LookUp.failure(server.toString(), server.host(), e));
        }
    }

    /** Whether somebody answered, or nobody else is left to try. */
    private boolean arrived(@Nullable InetAddress to, boolean last) {
        address = to;
        try {
            connection = open(settings.tls());
        } catch (SmtpException e) {
            boolean silent = e.kind() == SmtpException.Kind.CONNECTION || e.kind() == SmtpException.Kind.TIMEOUT;
            if (!last && to != null && silent && e.stage().compareTo(Stage.GREETING) <= 0) {
                tried.add(new Receipt.Tried(
                        to.getHostAddress(), Failure.of(server.toString(), e).message()));
                return false;
            }
            add(e);
            greeting = e.stage() == Stage.GREETING ? e.reply() : null;
            lookAgain(e);
        }
        return true;
    }

    /** Without logging in: that is a step of its own, which may fail and leave everything else to be told. */
    private SmtpConnection open(TlsPolicy tls) throws SmtpException {
        SmtpSettings anonymous = new SmtpSettings(
                settings.host(), settings.clientName(), tls, null, settings.timing(), settings.protocol());
        InetSocketAddress to = address == null
                ? InetSocketAddress.createUnresolved(server.host(), server.port())
                : new InetSocketAddress(address, server.port());
        return SmtpConnection.open(to, anonymous, means.connector(), inFlight.watchdog(), means.trace());
    }

    /** Where TLS is what failed, what the server shows and offers can still be seen; nothing is entrusted to it. */
    private void lookAgain(SmtpException trouble) {
        boolean distrusted = trouble.kind() == SmtpException.Kind.SECURITY;
        TlsPolicy.Mode mode = settings.tls().mode();
        boolean implicit = mode == TlsPolicy.Mode.IMPLICIT || mode == TlsPolicy.Mode.NESTED;
        if (trouble.stage() != Stage.STARTTLS || trouble.kind() == SmtpException.Kind.CANCELLED) {
            return;
        }
        List<TlsPolicy> policies = new ArrayList<>();
        if (distrusted) {
            policies.add(settings.tls().unverified());
        }
        if (!implicit) {
            policies.add(settings.tls().in(TlsPolicy.Mode.NONE));
        }
        for (int i = 0; i < policies.size() && connection == null; i++) {
            try {
                connection = open(policies.get(i));
            } catch (SmtpException e) {
                means.trace().note("another look failed: " + e.getMessage());
            }
        }
    }

    /** Finds out how one would log in, and does so if there are credentials and nothing is wrong so far. */
    void logIn() {
        if (connection == null || !problems.isEmpty()) {
            return;
        }
        SmtpSettings.Login given = settings.login();
        SmtpSettings.Login imagined =
                given != null ? given : new SmtpSettings.Login(Credentials.withoutSecret("somebody"), List.of(), false);
        List<String> mechanisms = connection.mechanisms(imagined);
        String used = null;
        if (given != null) {
            try {
                used = connection.logIn(given);
            } catch (SmtpException e) {
                add(e);
            }
        }
        login = new ServerReport.Login(mechanisms, given != null, used);
    }

    void rehearse(@Nullable Mailbox sender, Mailbox recipient) {
        if (connection == null || !problems.isEmpty()) {
            return;
        }
        try {
            List<Reply> replies = connection.rehearse(sender, List.of(recipient));
            Reply rcpt = replies.size() > 1 ? replies.get(1) : null;
            rehearsal = new ServerReport.Rehearsal(replies.get(0), rcpt);
            if (rcpt == null) {
                judge(Stage.MAIL, "the sender was not taken", replies.get(0));
            } else {
                judge(Stage.RCPT, "recipient " + recipient.address() + " was not taken", rcpt);
            }
        } catch (SmtpException e) {
            add(e);
        }
    }

    private void judge(Stage stage, String what, Reply reply) {
        if (!reply.isPositive()) {
            SendException.Kind kind = reply.isRefusal() ? Failure.refusal(reply) : SendException.Kind.PROTOCOL;
            add(Failure.of(kind, stage, server + ": " + what + ": the server said " + reply, reply));
        }
    }

    /** Comes last, and no answer is no problem: mail doesn't need it. */
    void help() {
        if (connection != null && connection.isUsable()) {
            try {
                help = connection.ask(SmtpConnection.Question.HELP, "");
            } catch (SmtpException e) {
                means.trace().note("HELP failed, which doesn't matter: " + e.getMessage());
            }
        }
    }

    Probe.Verification verify(@Nullable Mailbox sender, Mailbox asked) {
        if (connection != null && problems.isEmpty()) {
            try {
                return new AddressCheck(connection, sender).of(asked);
            } catch (SmtpException e) {
                add(e);
            }
        }
        ServerReport.Problem first = problems.get(0);
        return new Probe.Verification(Probe.Answer.CANT_TELL, first.reply(), first);
    }

    ServerReport report() {
        SmtpConnection seen = connection;
        Map<Stage, Duration> times = seen == null ? Map.of() : seen.times();
        Duration total = Duration.ofNanos(System.nanoTime() - began);
        return new ServerReport(
                server.toString(),
                new ServerReport.Reached(address, tried, times, total),
                seen == null ? new ServerReport.Session(greeting, null, null, false, null) : session(seen),
                new ServerReport.Answers(login, help, rehearsal),
                problems);
    }

    private static ServerReport.Session session(SmtpConnection seen) {
        SecureWire.@Nullable Tls tls = seen.tls();
        Capabilities inTls = tls == null ? null : seen.capabilities();
        return new ServerReport.Session(seen.greeting(), seen.offeredInClear(), tls, seen.isVerified(), inTls);
    }

    private void add(SmtpException e) {
        add(Failure.of(server.toString(), e));
    }

    private void add(Failure failure) {
        problems.add(new ServerReport.Problem(failure.kind(), failure.stage(), failure.message(), failure.reply()));
    }

    /** Says goodbye. */
    @Override
    public void close() {
        if (connection != null) {
            connection.quit();
        }
        inFlight.end();
        inFlight.close();
    }
}
