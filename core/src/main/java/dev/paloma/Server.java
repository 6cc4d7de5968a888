package dev.paloma;

import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where mail is left: an SMTP server with all that is needed to talk to it, a Maildir, or the sendmail program. Off loopback TLS is required
 * and the certificate checked unless the server says otherwise. Immutable; {@link #toString} shows no secret.
 */
public final class Server {
    private final String host;
    private final int port;
    private final @Nullable Path maildir;
    private final @Nullable Program program;
    private final Options options;

    /** What a URL's query says; null where it says nothing. */
    record Options(
            TlsPolicy tls,
            SmtpSettings.@Nullable Login login,
            @Nullable String clientName,
            @Nullable Duration connect,
            @Nullable Duration timeout,
            Use use) {
        Options {
            if (login != null && use.domain()) { // however the user came there
                throw new IllegalArgumentException(
                        "server option mx=true goes without a user: nobody logs in at whatever"
                                + " server the DNS names");
            }
        }

        Options with(SmtpSettings.@Nullable Login as) {
            return new Options(tls, as, clientName, connect, timeout, use);
        }

        Options with(TlsPolicy other, Use as) {
            return new Options(other, login, clientName, connect, timeout, as);
        }
    }

    /**
     * How it is used.
     *
     * @param protocol what is spoken
     * @param pool connections at a time; 0 for the mailer's own number
     * @param connector its own way to be reached; null for the mailer's
     * @param domain whether it is a domain, whose mail exchangers are the servers
     * @param tlsByDefault whether nobody said which TLS mode it has
     */
    record Use(
            SmtpSettings.Protocol protocol,
            int pool,
            @Nullable Connector connector,
            boolean domain,
            boolean tlsByDefault) {
        static final Use USUAL = new Use(SmtpSettings.Protocol.smtp(), 0, null, false, true);

        Use withTlsAsSaid() {
            return new Use(protocol, pool, connector, domain, false);
        }
    }

    Server(String host, int port, @Nullable Path maildir, Options options) {
        this(host, port, maildir, null, options);
    }

    private Server(String host, int port, @Nullable Path maildir, @Nullable Program program, Options options) {
        this.host = host;
        this.port = port;
        this.maildir = maildir;
        this.program = program;
        this.options = options;
    }

    static Server program(Program program) {
        Use use = new Use(SmtpSettings.Protocol.smtp(), program.atOnce(), null, false, false);
        TlsPolicy none = TlsPolicy.of(TlsPolicy.Mode.NONE);
        return new Server("", 0, null, program, new Options(none, null, null, null, null, use));
    }

    /**
     * Reads a URL, {@code smtp://user:password@mail.example.org:587?tls=required}, {@code smtps://…}, {@code
     * maildir:/path}, {@code sendmail:/path?arg=…}, or a plain form: a host, {@code host:port}, an IPv4 address (dotted or as an integer), an IPv6
     * address, {@code [address]:port}. User and password are percent-decoded.
     *
     * @throws IllegalArgumentException if it isn't one of these, or has an option that isn't known; the text shows no
     *     password
     */
    public static Server parse(String text) {
        return ServerUrl.parse(text);
    }

    /**
     * An SMTP server that is spoken to in clear until STARTTLS.
     *
     * @throws IllegalArgumentException if there can't be such a host or port
     */
    public static Server smtp(String host, int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
        }
        String name = Hosts.canonical(host);
        TlsPolicy.Mode mode = Hosts.isLoopback(name) ? TlsPolicy.Mode.OPPORTUNISTIC : TlsPolicy.Mode.REQUIRED;
        return new Server(name, port, null, new Options(TlsPolicy.of(mode), null, null, null, null, Use.USUAL));
    }

    /** An SMTP server that speaks TLS at once. */
    public static Server smtps(String host, int port) {
        return smtp(host, port).withTls(TlsPolicy.of(TlsPolicy.Mode.IMPLICIT));
    }

    /**
     * SMTP servers whose names and ports stand in two lists, as in older programs: the first port belongs to the first
     * name and so on. A port that is missing is 25, those beyond the last name count for nothing, and an empty name is
     * skipped together with its port. Each is as {@link #smtp} makes it.
     *
     * @throws IllegalArgumentException if there can't be such a host or port
     */
    public static List<Server> list(List<String> hosts, List<Integer> ports) {
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            if (!hosts.get(i).isEmpty()) {
                servers.add(smtp(hosts.get(i), i < ports.size() ? ports.get(i) : 25));
            }
        }
        return List.copyOf(servers);
    }

    /** The same server, logging in with the strongest mechanism that it offers and that is safe there. */
    public Server withCredentials(Credentials credentials) {
        SmtpSettings.Login before = options.login();
        SmtpSettings.Login login = before == null
                ? new SmtpSettings.Login(credentials, List.of(), false)
                : new SmtpSettings.Login(credentials, before.mechanisms(), before.inClear());
        return with(options.with(login));
    }

    /** Whether there is a user to log in as and no password yet; no mail can be sent before {@link #withPassword}. */
    public boolean needsPassword() {
        SmtpSettings.Login login = options.login();
        return login != null && login.needsSecret();
    }

    /**
     * The same server with a password for its user.
     *
     * @throws IllegalStateException if it has no user
     */
    public Server withPassword(String password) {
        SmtpSettings.Login login = options.login();
        if (login == null) {
            throw new IllegalStateException(this + " has no user to log in as");
        }
        return withCredentials(login.credentials().withPassword(password));
    }

    /** The same server under another TLS policy. */
    public Server withTls(TlsPolicy tls) {
        return with(options.with(tls, options.use().withTlsAsSaid()));
    }

    /** The same server, trusting others, in the TLS mode it has. */
    public Server withTrust(Trust trust) {
        return with(options.with(TlsPolicy.of(options.tls().mode(), trust), options.use()));
    }

    private Server with(Options changed) {
        return new Server(host, port, maildir, program, changed);
    }

    /** Name or address; a UNIX socket's path; empty for a Maildir or a program. */
    public String host() {
        return host;
    }

    /** The port; 0 for a Maildir, a program or a UNIX socket. */
    public int port() {
        return port;
    }

    /** Connections at a time; 0 where its options say nothing of it. */
    int pool() {
        return options.use().pool();
    }

    /** Its own way to be reached, else this one. */
    Connector connector(Connector usual) {
        return options.use().connector() != null ? options.use().connector() : usual;
    }

    /**
     * The same as it is reached by this connector, unless it has its own. Where nobody said otherwise TLS is required, but for
     * names of this machine; and behind a proxy elsewhere such a name is another machine's.
     */
    Server reachedBy(Connector usual) {
        Connector way = connector(usual);
        boolean elsewhere = way.resolvesNames() && !way.isLocal() && Hosts.isLoopback(host);
        return options.use().tlsByDefault() && elsewhere
                ? with(options.with(options.tls().in(TlsPolicy.Mode.REQUIRED), options.use()))
                : this;
    }

    @Nullable
    Path maildir() {
        return maildir;
    }

    @Nullable
    Program program() {
        return program;
    }

    /** Whether it is a domain, whose mail exchangers are the servers. */
    boolean isDomain() {
        return options.use().domain();
    }

    /** Whether it is on this machine and isn't spoken to. */
    boolean isLocal() {
        return maildir != null || program != null;
    }

    /**
     * What a connection must know.
     *
     * @param defaultName the client name where the server's options give none
     */
    SmtpSettings settings(@Nullable String defaultName, SmtpSettings.Timing defaults) {
        Timeouts timeouts = defaults.timeouts();
        if (options.timeout() != null) {
            timeouts = timeouts.cappedAt(options.timeout());
        }
        if (options.connect() != null) {
            timeouts = timeouts.with(Stage.CONNECT, options.connect());
        }
        return new SmtpSettings(
                host,
                options.clientName() != null ? options.clientName() : defaultName,
                options.tls(),
                options.login(),
                new SmtpSettings.Timing(timeouts, defaults.limits()),
                options.use().protocol());
    }

    /** {@code host:port}, or the path of the Maildir or the program. */
    @Override
    public String toString() {
        if (maildir != null) {
            return "maildir:" + maildir;
        }
        if (program != null) {
            return program.toString();
        }
        if (port == 0) {
            return "lmtp+unix:" + host;
        }
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
