package dev.paloma.cli;

import dev.paloma.Mailer;
import dev.paloma.MailerBuilder;
import dev.paloma.Server;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where {@code paloma sendmail} sends: the servers of the environment. Closing it ends an inbox that was started. */
final class Relay implements AutoCloseable {
    /** In the environment of a program that a sendmail: server has started; a letter for each one above it. */
    private static final String CALLS = "PALOMA_SENDMAIL";

    private static final int MOST_CALLS = 5;

    private final LocalInbox inbox;
    private final List<Server> servers;

    /**
     * @throws Trouble if there is no server, or one that can't be used
     */
    Relay(Environment environment) {
        inbox = new LocalInbox(environment.inbox());
        Arguments none = Arguments.parse(SendOptions.command(), new String[0], 0);
        servers = Servers.complete(names(environment), inbox, none, environment);
    }

    private static List<String> names(Environment environment) {
        String variable = environment.get("PALOMA_SERVER");
        List<String> given = variable == null ? List.of() : Servers.split(variable);
        if (given.isEmpty()) {
            NamedServers file = new NamedServers(environment.servers());
            String named = file.findIfThere("default");
            if (named == null) {
                throw Trouble.configuration(
                        "no server: set PALOMA_SERVER to one, as in smtp://user@mail.example.org:587, or add a line"
                                + " default = smtp://… to " + environment.servers() + "; nothing was sent",
                        null);
            }
            given = List.of(named);
        }
        List<String> names =
                given.stream().map(name -> Servers.named(name, environment)).toList();
        String calls = environment.get(CALLS);
        if (calls != null
                && calls.length() >= MOST_CALLS
                && names.stream().anyMatch(name -> name.startsWith("sendmail:"))) {
            throw Trouble.configuration(
                    "PALOMA_SERVER names a sendmail program that leads back to itself; name an smtp server; nothing was"
                            + " sent",
                    null);
        }
        return names;
    }

    /** A mailer to them; a session may be watched. */
    Mailer mailer(Acceptance acceptance, @Nullable Transcript transcript) {
        Timeouts standard = Timeouts.standard();
        MailerBuilder builder = Mailer.builder()
                .acceptance(acceptance)
                .timeouts(Timeouts.interactive().with(Stage.END_OF_DATA, standard.of(Stage.END_OF_DATA)));
        servers.forEach(builder::server);
        if (transcript != null) {
            builder.trace(transcript);
        }
        return builder.build();
    }

    /** The first of them, for people. */
    @Override
    public String toString() {
        return servers.get(0).toString();
    }

    @Override
    public void close() {
        inbox.close();
    }
}
