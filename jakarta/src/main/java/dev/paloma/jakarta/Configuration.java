package dev.paloma.jakarta;

import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Limits;
import dev.paloma.smtp.SmtpSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a session's properties ask for, read when a transport connects.
 *
 * @param settings for the connection, but for the login
 * @param port where it goes
 * @param connector how it gets there
 * @param login how to log in; null for not at all
 * @param manner what a mail and the connection's end are like
 */
record Configuration(
        SmtpSettings settings,
        int port,
        Connector connector,
        @Nullable Logins login,
        Manner manner) {

    /**
     * @param loginRequired whether nothing may be sent without a login
     * @param acceptance whether some recipients will do
     * @param reportSuccess whether even a mail that went to everybody is reported by an exception
     * @param quitWait whether the answer to QUIT is waited for
     * @param strictNoop whether 250 alone answers NOOP well
     * @param wishes for the delivery
     */
    record Manner(
            boolean loginRequired,
            Acceptance acceptance,
            boolean reportSuccess,
            boolean quitWait,
            boolean strictNoop,
            Wishes wishes) {}

    /**
     * @param implicit whether the protocol is TLS from the first octet
     * @throws IllegalArgumentException if a property's value is wrong, or can't be honoured
     */
    static Configuration of(SessionProperties properties, Peer peer, boolean implicit) {
        KnownProperties.check(properties);
        String host = peer.host() == null || peer.host().isEmpty() ? "localhost" : peer.host();
        String user = peer.user();
        String password = peer.password();
        boolean named = user != null && password != null && !user.isEmpty() && !password.isEmpty();
        Security security = Security.of(properties, implicit, host, named);
        SmtpSettings settings = new SmtpSettings(
                host,
                ClientName.of(properties, host),
                security.policy(),
                null,
                new SmtpSettings.Timing(TimeLimits.of(properties), Limits.standard()),
                new SmtpSettings.Protocol(false, true, chunks(properties)));
        Logins login =
                named && user != null && password != null ? Logins.of(properties, user, password, security) : null;
        return new Configuration(
                settings, port(properties, peer.port(), implicit), Reach.of(properties), login, manner(properties));
    }

    /**
     * Whom to talk to, and as whom.
     *
     * @param host null for this machine
     * @param port -1 where none was given
     */
    record Peer(
            @Nullable String host,
            int port,
            @Nullable String user,
            @Nullable String password) {
        @Override
        public String toString() {
            return host + ":" + port; // no secrets
        }
    }

    private static Manner manner(SessionProperties properties) {
        return new Manner(
                properties.flag("auth", false),
                properties.flag("sendpartial", false) ? Acceptance.AT_LEAST_ONE : Acceptance.ALL,
                properties.flag("reportsuccess", false),
                properties.flag("quitwait", true),
                properties.flag("noop.strict", true),
                Wishes.of(properties));
    }

    /** Chunks go where the server takes them; 0 or less turns that off. */
    private static boolean chunks(SessionProperties properties) {
        String size = properties.text("chunksize");
        return size == null || (!size.startsWith("-") && !size.equals("0"));
    }

    private static int port(SessionProperties properties, int given, boolean implicit) {
        if (given > 0) {
            return given;
        }
        boolean tls = Security.isTlsFromTheStart(properties, implicit);
        int usual = tls ? properties.port("ssl.socketFactory.port", 465) : 25;
        return properties.port("port", properties.port("socketFactory.port", usual));
    }
}
