package dev.paloma.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * An SMTP or LMTP server over real sockets, for tests of anything that sends mail. By itself it is well-behaved and
 * strict: it keeps what it receives and writes down every breach of the protocol. Scripted, it does whatever a test
 * needs to see. Thread-safe; it serves any number of connections at once, a thread each.
 *
 * <pre>{@code
 * try (FakeSmtpServer server = FakeSmtpServer.builder()
 *         .extensions("PIPELINING", "SIZE 1000")
 *         .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no such user"))
 *         .at(Step.CONTENT.onConnection(2), Fault.CLOSE)
 *         .start()) {
 *     sendTo(server.host(), server.port());
 *     assertThat(server.received()).hasSize(1);
 *     assertThat(server.violations()).isEmpty();
 * }
 * }</pre>
 */
public final class FakeSmtpServer implements AutoCloseable {
    private final Settings settings;
    private final Journal journal = new Journal();
    private final Listener listener;

    FakeSmtpServer(Settings settings) {
        this.settings = settings;
        this.listener = new Listener(settings, journal);
    }

    /** A server to be set up. */
    public static FakeSmtpServerBuilder builder() {
        return new FakeSmtpServerBuilder();
    }

    /** A well-behaved server, running. */
    public static FakeSmtpServer start() {
        return builder().start();
    }

    /** The address it listens on, such as 127.0.0.1. */
    public String host() {
        return settings.host;
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** Host and port together. */
    public InetSocketAddress address() {
        return new InetSocketAddress(host(), port());
    }

    /** As a URL: smtp, smtps (TLS from the first byte) or lmtp. */
    public String url() {
        String scheme = settings.lmtp ? "lmtp" : settings.implicitTls ? "smtps" : "smtp";
        String shown = host().indexOf(':') < 0 ? host() : "[" + host() + "]";
        return scheme + "://" + shown + ":" + port();
    }

    /**
     * The mails received whole and not refused, the oldest first. A mail is here before its reply goes out, also when
     * a fault swallows that reply.
     */
    public List<ReceivedMail> received() {
        return journal.received();
    }

    /** Every breach of the protocol by a client, in words; empty for a good client. */
    public List<String> violations() {
        return journal.violations();
    }

    /** What was said. */
    public Transcript transcript() {
        return journal.transcript;
    }

    /** How many connections were accepted. */
    public int connections() {
        return listener.connections();
    }

    /** How many of them are still open on this side. */
    public int openConnections() {
        return listener.openConnections();
    }

    /**
     * Waits until every connection made so far is closed on both sides.
     *
     * @throws AssertionError if one is still open after this time
     */
    public void awaitDisconnected(Duration atMost) {
        if (!listener.awaitNone(atMost.toMillis())) {
            throw new AssertionError("still connected:\n" + transcript());
        }
    }

    /**
     * How often clients sent something that wasn't there yet when the server had last spoken: the round trips, if
     * clients send what belongs together in one write. The first line after the greeting is one; handshakes don't count.
     */
    public int clientFlights() {
        return journal.flights();
    }

    /** {@link #clientFlights()} of one connection, counted from 1. */
    public int clientFlights(int connection) {
        return journal.flights(connection);
    }

    /**
     * Closes all connections and leaves no thread and no socket behind.
     *
     * @throws AssertionError if a script failed or the server itself did
     */
    @Override
    public void close() {
        listener.close();
        journal.rethrow();
    }
}
