package dev.paloma.inbox;

import dev.paloma.Maildir;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A running inbox: an SMTP server on this machine that takes every mail and keeps it in a Maildir.
 *
 * <pre>{@code
 * try (Inbox inbox = Inbox.builder().port(0).maildir(folder).onMail(caught::add).start()) {
 *   send(inbox.url());
 * }
 * }</pre>
 *
 * <p>A client is told that its mail was taken only when the mail is on the disk. What clients may do is bounded: size,
 * recipients (1,000), connections, wrong commands (20 between two mails), idle time. Safe for use by several threads.
 */
public final class Inbox implements AutoCloseable {
    /** Where an inbox listens unless told otherwise. */
    public static final int DEFAULT_PORT = 1025;

    private final Path maildir;
    private final Listener listener;

    private Inbox(Path maildir, Listener listener) {
        this.maildir = maildir;
        this.listener = listener;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** {@code $XDG_DATA_HOME/paloma/inbox}, else {@code ~/.local/share/paloma/inbox}. */
    public static Path defaultMaildir() {
        return defaultMaildir(System::getenv, Path.of(System.getProperty("user.home", "")));
    }

    /** The same for another environment and home; as the XDG rules want it, a relative path in it is ignored. */
    static Path defaultMaildir(Function<String, @Nullable String> environment, Path home) {
        String set = environment.apply("XDG_DATA_HOME");
        Path data = set == null || set.isEmpty() ? null : Path.of(set);
        Path base = data == null || !data.isAbsolute() ? home.resolve(".local").resolve("share") : data;
        return base.resolve("paloma").resolve("inbox");
    }

    /** The port it listens on, 1 to 65535. */
    public int port() {
        return listener.address().getPort();
    }

    /** Where to send mail, such as {@code smtp://127.0.0.1:1025}. */
    public String url() {
        InetAddress address = listener.address().getAddress();
        if (address.isAnyLocalAddress()) {
            return "smtp://127.0.0.1:" + port();
        }
        String host = address.getHostAddress();
        return "smtp://" + (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port();
    }

    /** Where the mail is kept. */
    public Path maildir() {
        return maildir;
    }

    /**
     * Stops listening, says 421 to the clients, and waits for their threads; those that don't end within five seconds
     * are cut off. Mail whose content hasn't come whole is dropped, with no file left. Does nothing the second time.
     */
    @Override
    public void close() {
        listener.close();
    }

    @Override
    public String toString() {
        return "Inbox at " + url();
    }

    /** What an inbox is to be like. Not safe for use by several threads. */
    public static final class Builder {
        private final List<Consumer<CaughtMail>> listeners = new ArrayList<>();
        private InboxLimits limits = InboxLimits.DEFAULT;
        private int port = DEFAULT_PORT;
        private @Nullable InetAddress address;
        private @Nullable Path maildir;
        private Clock clock = Clock.systemUTC();
        private Consumer<Throwable> onError = fault -> {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
        };

        private Builder() {}

        /** 0 to 65535; 0 for any free one. Default: 1025. */
        public Builder port(int number) {
            if (number < 0 || number > 65535) {
                throw new IllegalArgumentException("no port: " + number);
            }
            port = number;
            return this;
        }

        /** The address to listen on; default 127.0.0.1. On any other, anybody who reaches it can fill the disk. */
        public Builder bind(InetAddress local) {
            address = local;
            return this;
        }

        /** Where to keep the mail; made if it isn't there. Default: {@link Inbox#defaultMaildir()}. */
        public Builder maildir(Path directory) {
            maildir = directory;
            return this;
        }

        /** Octets of content in one mail, at least 1; more is refused with 552. Default: 64 MiB. */
        public Builder maxSize(long octets) {
            limits = limits.withMaxSize(octets);
            return this;
        }

        /** Clients at one time, at least 1; the next is told 421. Default: 100. */
        public Builder maxConnections(int connections) {
            limits = limits.withMaxConnections(connections);
            return this;
        }

        /** How long a client may be silent, or not read its replies, 1 ms to 1 day. Default: 5 minutes. */
        public Builder idleTimeout(Duration limit) {
            limits = limits.withIdle(limit);
            return this;
        }

        /**
         * Called for every mail, again for more listeners: on the connection's thread, after the mail is on the disk
         * and before the client is told, so a test that has sent a mail finds it caught. Several threads may call at
         * once. What it throws goes to {@link #onError} and changes nothing else.
         */
        public Builder onMail(Consumer<CaughtMail> listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Told of faults that aren't the client's: a mail that couldn't be stored, a listener that threw. Default: the
         * thread's handler of uncaught exceptions.
         */
        public Builder onError(Consumer<Throwable> handler) {
            onError = handler;
            return this;
        }

        Builder clock(Clock source) {
            clock = source;
            return this;
        }

        /**
         * Makes the Maildir if need be and starts listening.
         *
         * @throws IOException if the Maildir can't be made or the port is taken; the message says which
         */
        public Inbox start() throws IOException {
            Maildir store = Maildir.at(maildir == null ? defaultMaildir() : maildir);
            InetSocketAddress local = new InetSocketAddress(address == null ? loopback() : address, port);
            ServerSocket server = Listener.open(local);
            Listener listener = new Listener(server, new Depot(store, clock, listeners, onError), limits);
            listener.start();
            return new Inbox(store.directory(), listener);
        }

        /** IPv4 even where the JDK prefers IPv6: the port and address are documented. */
        private static InetAddress loopback() throws UnknownHostException {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        }
    }
}
