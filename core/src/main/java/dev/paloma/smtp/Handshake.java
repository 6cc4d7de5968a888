package dev.paloma.smtp;

import dev.paloma.smtp.SmtpException.Kind;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** From an address to a connection that takes mail (RFC 5321 §3.1, RFC 3207, RFC 4954). */
final class Handshake {
    private final SmtpConnection connection;
    private final SmtpSettings settings;
    private final TlsPolicy policy;
    private final int port;
    private @Nullable Reply greeting;
    private @Nullable Capabilities inClear;
    private boolean needsNewLine;

    Handshake(SmtpConnection connection, SmtpSettings settings, int port) {
        this.connection = connection;
        this.settings = settings;
        this.port = port;
        this.policy = settings.tls();
    }

    static Line connect(
            InetSocketAddress address,
            SmtpSettings settings,
            Connector connector,
            Watchdog watchdog,
            Stopwatch stopwatch)
            throws SmtpException {
        Timeouts timeouts = settings.timing().timeouts();
        stopwatch.begin(Stage.CONNECT, System.nanoTime());
        try {
            return new Line(connector.connect(address, timeouts.of(Stage.CONNECT)), watchdog, timeouts, stopwatch);
        } catch (SmtpException e) {
            throw e; // a proxy's
        } catch (SocketTimeoutException e) {
            throw SmtpException.of(
                    Kind.TIMEOUT,
                    Stage.CONNECT,
                    "no answer from " + at(address) + " within " + text(timeouts.of(Stage.CONNECT)),
                    e);
        } catch (IOException e) {
            if (e instanceof ClosedByInterruptException
                    || Thread.currentThread().isInterrupted()) {
                throw SmtpException.of(Kind.CANCELLED, Stage.CONNECT, "cancelled at stage connect", e);
            }
            throw SmtpException.of(
                    Kind.CONNECTION,
                    Stage.CONNECT,
                    "can't connect to " + at(address) + ": " + Printable.escaped(String.valueOf(e.getMessage()))
                            + "; is the server running, and is this its port?",
                    e);
        }
    }

    private static String text(Duration limit) {
        long millis = limit.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static String at(InetSocketAddress address) {
        return place(address) + " port " + address.getPort();
    }

    /** The address, or the name where a proxy looks it up. */
    static String place(InetSocketAddress address) {
        return address.isUnresolved()
                ? Printable.escaped(address.getHostString())
                : address.getAddress().getHostAddress();
    }

    void run() throws SmtpException {
        if (policy.mode() == TlsPolicy.Mode.IMPLICIT || policy.mode() == TlsPolicy.Mode.NESTED) {
            connection.startTls(policy, settings.host());
        }
        greeting();
        hello();
        startTls();
        if (settings.login() != null) {
            logIn(settings.login());
        }
    }

    /** What the server greeted with; null before it did. */
    @Nullable
    Reply greeted() {
        return greeting;
    }

    /** What it offered before TLS was on; null where TLS was on from the start. */
    @Nullable
    Capabilities inClear() {
        return inClear;
    }

    /** Whether the channel is TLS and the server has proved to be the one that was asked for. */
    boolean isVerified() {
        return connection.tls() != null && policy.verifies();
    }

    String logIn(SmtpSettings.Login login) throws SmtpException {
        return new Authentication(connection, login)
                .run(settings.host(), port, settings.timing().limits());
    }

    private void greeting() throws SmtpException {
        connection.line.begin(Stage.GREETING);
        greeting = connection.reply();
        if (greeting.code() == 220) {
            return;
        }
        if (greeting.isTransient() || greeting.isPermanent()) {
            throw SmtpException.refused(Stage.GREETING, "the server doesn't take mail now", greeting);
        }
        throw SmtpException.of(Kind.PROTOCOL, Stage.GREETING, "the server greets with " + greeting + " instead of 220");
    }

    private void hello() throws SmtpException {
        introduce();
        if (connection.tls() == null) {
            inClear = connection.capabilities();
        }
    }

    private void introduce() throws SmtpException {
        boolean lmtp = settings.protocol().lmtp();
        Reply ehlo = connection.command(Stage.EHLO, lmtp ? Command.lhlo(clientName()) : Command.ehlo(clientName()));
        if (ehlo.isPositive()) {
            connection.offers(Capabilities.of(ehlo, settings.timing().limits()));
        } else if (ehlo.isPermanent() && ehlo.code() != 554 && mayDoWithoutExtensions()) {
            Reply helo = connection.command(Stage.EHLO, Command.helo(clientName()));
            if (!helo.isPositive()) {
                throw SmtpException.refused(Stage.EHLO, "the server refuses EHLO and HELO", helo);
            }
        } else if (ehlo.isTransient() || ehlo.isPermanent()) {
            throw SmtpException.refused(
                    Stage.EHLO, "the server refuses " + (lmtp ? "LHLO; is this LMTP?" : "EHLO"), ehlo);
        } else {
            throw unexpected(Stage.EHLO, "EHLO", ehlo);
        }
    }

    /** HELO offers neither STARTTLS nor AUTH. */
    private boolean mayDoWithoutExtensions() {
        return settings.login() == null
                && (policy.mode() != TlsPolicy.Mode.REQUIRED || policy.asks())
                && !settings.protocol().lmtp();
    }

    private void startTls() throws SmtpException {
        if (policy.mode() == TlsPolicy.Mode.NONE || policy.mode() == TlsPolicy.Mode.IMPLICIT) {
            return;
        }
        if (!connection.capabilities().has("STARTTLS")) {
            if (policy.mode() == TlsPolicy.Mode.NESTED) {
                throw SmtpException.of(
                        Kind.TLS,
                        Stage.STARTTLS,
                        "starttls=inside asks for STARTTLS within TLS, and the server doesn't offer it there");
            }
            if (policy.mode() == TlsPolicy.Mode.REQUIRED || policy.asks()) {
                goOnInClear(
                        TlsPolicy.Obstacle.NOT_OFFERED,
                        SmtpException.of(
                                Kind.TLS,
                                Stage.STARTTLS,
                                "TLS is required but the server doesn't offer STARTTLS; tls=none would send in clear"));
            }
            return;
        }
        Reply reply = connection.command(Stage.STARTTLS, Command.of("STARTTLS"));
        if (reply.code() != 220) {
            String refused = "the server offers STARTTLS and then refuses it: " + reply;
            goOnInClear(TlsPolicy.Obstacle.REFUSED, new SmtpException(Kind.TLS, Stage.STARTTLS, refused, reply, null));
            return;
        }
        refuseInjection();
        try {
            connection.startTls(policy, settings.host());
        } catch (SmtpException e) {
            throw failed(e);
        }
        hello();
    }

    /** Goes on as if there were no TLS, if the caller's function would rather. */
    private void goOnInClear(TlsPolicy.Obstacle obstacle, SmtpException failure) throws SmtpException {
        boolean clear = policy.prefersClear(obstacle, failure);
        needsNewLine = clear && !connection.isUsable();
        if (!clear || needsNewLine) {
            throw failure;
        }
        connection.trace.note("going on in clear, as the TLS policy's function says");
    }

    /**
     * After a broken handshake nothing can be said on this line any more. Where the caller's function has heard of a false
     * certificate, and wants no clear line, it isn't a warning that must reach a person, so the next server may be tried.
     */
    private SmtpException failed(SmtpException failure) {
        if (failure.kind() == Kind.CANCELLED || !policy.asks()) {
            return failure;
        }
        boolean untrusted = failure.kind() == Kind.SECURITY;
        needsNewLine =
                policy.prefersClear(untrusted ? TlsPolicy.Obstacle.NOT_TRUSTED : TlsPolicy.Obstacle.HANDSHAKE, failure);
        return untrusted
                ? SmtpException.of(Kind.TLS, failure.stage(), String.valueOf(failure.getMessage()), failure)
                : failure;
    }

    /** Whether the caller would rather have a new line in clear than none, after this one has failed. */
    boolean needsNewLine() {
        return needsNewLine;
    }

    /** What comes in clear after the 220 would be taken for something said inside TLS (RFC 3207 §6, CVE-2011-0411). */
    private void refuseInjection() throws SmtpException {
        if (connection.reader.hasLeftOver() || connection.line.hasInput()) {
            throw SmtpException.of(
                    Kind.SECURITY,
                    Stage.STARTTLS,
                    "something was sent in clear between STARTTLS and the handshake: somebody may be meddling");
        }
    }

    private String clientName() {
        String given = settings.clientName();
        return given != null ? given : literal(connection.line.wire().localAddress());
    }

    /** An address literal stands for a host without a name (RFC 5321 §4.1.3). */
    private static String literal(@Nullable InetAddress address) {
        if (address == null) {
            return "localhost";
        }
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
    }

    private static SmtpException unexpected(Stage stage, String command, Reply reply) {
        return SmtpException.of(Kind.PROTOCOL, stage, "the server answers " + command + " with " + reply);
    }
}
