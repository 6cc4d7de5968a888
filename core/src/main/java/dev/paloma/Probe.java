package dev.paloma;

import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Limits;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Timeouts;
import dev.paloma.smtp.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server what it is, and sends no mail: no DATA, no BDAT. What goes wrong is part of the answer, not an exception.
 *
 * <p>A server whose certificate isn't trusted, or that has no TLS where it is required, is visited a second time to see
 * what it offers; nothing secret is said to it then, and no address. Safe for use by several threads, whose calls don't
 * know of each other.
 */
public final class Probe {
    private final Server server;
    private final SmtpSettings settings;
    private final Means means;
    private final @Nullable Mailbox sender;

    /** How servers are reached. */
    record Means(Connector connector, Resolver resolver, Trace trace) {}

    private Probe(Builder builder) {
        server = builder.server;
        String name = builder.clientName != null ? builder.clientName : ClientName.of(List.of(server));
        settings = server.reachedBy(builder.connector)
                .settings(name, new SmtpSettings.Timing(builder.timeouts, Limits.standard()));
        means = new Means(server.connector(builder.connector), LookUp.interruptible(builder.resolver), builder.trace);
        sender = builder.sender;
    }

    /**
     * A probe of this server, with the defaults.
     *
     * @throws IllegalArgumentException if it is a Maildir, or has a user without a password
     */
    public static Probe of(Server server) {
        return builder(server).build();
    }

    /** A probe with settings of its own. */
    public static Builder builder(Server server) {
        return new Builder(server);
    }

    /** Connects, begins TLS, logs in if the server has a user, asks for HELP, says goodbye. */
    public ServerReport check() {
        return check(null);
    }

    /**
     * The same, and goes as far as RCPT with this recipient: MAIL, RCPT, RSET.
     *
     * @param recipient null for none
     */
    public ServerReport check(@Nullable Mailbox recipient) {
        try (Examination examination = new Examination(server, settings, means)) {
            examination.connect();
            examination.logIn();
            if (recipient != null) {
                examination.rehearse(sender, recipient);
            }
            examination.help();
            return examination.report();
        }
    }

    /**
     * Asks whether an address exists there: with VRFY, and where that doesn't tell, with RCPT. {@link Answer#YES} and
     * {@link Answer#NO} are what the server says, so they are worth as much as the server; ask the one that the domain's
     * MX record names, for others know nothing of it. A server that takes every recipient can't tell, which is found out
     * with an address that nobody has.
     */
    public Verification verify(Mailbox address) {
        try (Examination examination = new Examination(server, settings, means)) {
            examination.connect();
            examination.logIn();
            return examination.verify(sender, address);
        }
    }

    /** Whether an address exists. */
    public enum Answer {
        /** The server vouches for it. */
        YES,
        /** The server knows no such mailbox, or one that takes no mail. */
        NO,
        /**
         * Neither: it won't say (252), not now (4yz), not to us (policy), or it would take any address, perhaps to return
         * the mail later.
         */
        CANT_TELL
    }

    /**
     * What became of a question for an address.
     *
     * @param answer yes, no, or neither
     * @param reply on which the answer rests; null if there was none
     * @param problem what was in the way of asking; null if nothing was
     */
    public record Verification(Answer answer, @Nullable Reply reply, ServerReport.@Nullable Problem problem) {}

    /** Settings of a probe. Not safe for use by several threads. */
    public static final class Builder {
        private final Server server;
        private Timeouts timeouts = Timeouts.interactive();
        private @Nullable String clientName;
        private Connector connector = Connector.tcp();
        private Resolver resolver = Resolver.system();
        private Trace trace = Trace.none();
        private @Nullable Mailbox sender;

        private Builder(Server server) {
            this.server = server;
        }

        /** How long each stage may take; {@link Timeouts#interactive} unless said otherwise. */
        public Builder timeouts(Timeouts each) {
            timeouts = each;
            return this;
        }

        /** What EHLO says of this end, as for a {@link Mailer}. */
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

        /** What MAIL names; the empty reverse-path unless said otherwise, which some servers don't take after a login. */
        public Builder sender(Mailbox address) {
            sender = address;
            return this;
        }

        /**
         * Makes the probe; nothing is opened before the first question.
         *
         * @throws IllegalArgumentException if the server is a Maildir or a program, or has a user without a password
         */
        public Probe build() {
            if (server.isLocal()) {
                throw new IllegalArgumentException(
                        server + " is a folder or program; only an SMTP server can be asked what it is");
            }
            if (server.isDomain()) {
                throw new IllegalArgumentException(
                        server + " with mx=true is a domain; a probe looks at one server: give one of its exchangers");
            }
            if (server.needsPassword()) {
                throw new IllegalArgumentException("no password for the user of " + server
                        + ": give it with Server.withPassword, or leave the user out to look without logging in");
            }
            return new Probe(this);
        }
    }
}
