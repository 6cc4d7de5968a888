package dev.paloma.jakarta;

import dev.paloma.smtp.Reply;
import dev.paloma.smtp.SmtpConnection;
import dev.paloma.smtp.SmtpConnection.Question;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Trace;
import dev.paloma.smtp.Watchdog;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection to a server, logged in, whose time is kept. Used by one thread at a time. */
final class Link {
    private final SmtpConnection connection;
    private final Timekeeper timekeeper;
    private final Configuration configuration;
    private final Rendering rendering = new Rendering();

    private Link(SmtpConnection connection, Timekeeper timekeeper, Configuration configuration) {
        this.connection = connection;
        this.timekeeper = timekeeper;
        this.configuration = configuration;
    }

    /**
     * Connects and logs in.
     *
     * @param timekeeper of the session
     * @throws AuthenticationFailedException if the server doesn't accept user and password, or there is no safe way of
     *     telling them
     */
    static Link open(Configuration configuration, Timekeeper timekeeper, Trace trace) throws MessagingException {
        Watchdog watchdog = timekeeper.enter();
        @Nullable SmtpConnection half = null;
        try {
            SmtpConnection connection = dial(configuration, watchdog, trace);
            half = connection;
            logIn(connection, configuration, trace);
            return new Link(connection, timekeeper, configuration);
        } catch (MessagingException | RuntimeException | Error e) {
            if (half != null) {
                half.close();
            }
            timekeeper.leave();
            throw e;
        }
    }

    private static SmtpConnection dial(Configuration configuration, Watchdog watchdog, Trace trace)
            throws MessagingException {
        SmtpSettings settings = configuration.settings();
        List<InetSocketAddress> addresses = addresses(configuration);
        for (int i = 0; ; i++) {
            try {
                return SmtpConnection.open(addresses.get(i), settings, configuration.connector(), watchdog, trace);
            } catch (SmtpException e) {
                boolean elsewhere = e.kind() != SmtpException.Kind.SECURITY && e.kind() != SmtpException.Kind.CANCELLED;
                if (i + 1 == addresses.size() || !elsewhere) {
                    throw new MessagingException(place(configuration) + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private static List<InetSocketAddress> addresses(Configuration configuration) throws MessagingException {
        String host = configuration.settings().host();
        List<InetSocketAddress> addresses = new ArrayList<>();
        if (configuration.connector().resolvesNames()) {
            addresses.add(InetSocketAddress.createUnresolved(host, configuration.port()));
            return addresses;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                addresses.add(new InetSocketAddress(address, configuration.port()));
            }
            return addresses;
        } catch (UnknownHostException e) {
            throw new MessagingException(place(configuration) + ": the name can't be looked up", e);
        }
    }

    private static String place(Configuration configuration) {
        return configuration.settings().host() + ":" + configuration.port();
    }

    /** Jakarta Mail goes on without a login where the server knows none, unless {@code mail.smtp.auth} asks for one. */
    private static void logIn(SmtpConnection connection, Configuration configuration, Trace trace)
            throws MessagingException {
        Logins login = configuration.login();
        if (login == null) {
            return;
        }
        List<String> offered = connection.capabilities().parameters("AUTH");
        if (offered.isEmpty() && !configuration.manner().loginRequired()) {
            trace.note("the server offers no way of logging in, so nobody is logged in");
            return;
        }
        try {
            connection.logIn(login.at(offered, connection.tls() != null));
        } catch (SmtpException e) {
            connection.quit();
            throw refused(configuration, e);
        }
    }

    private static MessagingException refused(Configuration configuration, SmtpException e) {
        String text = place(configuration) + ": " + e.getMessage();
        return switch (e.kind()) {
            case NO_MECHANISM ->
                new AuthenticationFailedException(
                        text + " (a session's property for that is mail.smtp.paloma.cleartext-auth)", e);
            case AUTHENTICATION -> new AuthenticationFailedException(text, e);
            default -> new MessagingException(text, e);
        };
    }

    SmtpConnection connection() {
        return connection;
    }

    /** Where a mail of this link is looked at. */
    Rendering rendering() {
        return rendering;
    }

    Configuration.Manner manner() {
        return configuration.manner();
    }

    /** Where the mail goes, for people. */
    String place() {
        return place(configuration);
    }

    /** Asks the server whether it is still there. */
    boolean isAlive() {
        if (!connection.isUsable()) {
            return false;
        }
        try {
            Reply reply = connection.ask(Question.NOOP, "");
            boolean fine = manner().strictNoop() ? reply.code() == 250 : reply.code() != 421;
            return fine && connection.isUsable();
        } catch (SmtpException e) {
            return false;
        }
    }

    /** Says goodbye if there is anybody to say it to, and lets go of everything. */
    void end() {
        try {
            if (manner().quitWait()) {
                connection.quit();
            } else {
                connection.sayQuit();
                connection.close();
            }
        } finally {
            timekeeper.leave();
        }
    }
}
