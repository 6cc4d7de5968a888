package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.Server;
import dev.paloma.message.AddressException;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import dev.paloma.smtp.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What can go wrong, and what to do then. */
final class Errors {
    private Errors() {}

    static String send(Mailer mailer, Message message) {
        // <example questions>
        try {
            mailer.send(message);
            return "done";
        } catch (SendException e) {
            if (e.isUnknown()) {
                return "ask before sending again: " + e.getMessage();
            }
            if (e.isTransient()) {
                List<Mailbox> rest = e.receipt().with(Outcome.DEFERRED); // others may have it
                return "try again later, for " + rest + ": " + e.getMessage();
            }
            return "give up: " + e.getMessage();
        }
        // </example>
    }

    static Receipt sendWithin(Mailer mailer, Message message, List<Duration> pauses) throws InterruptedException {
        // <example retry>
        Envelope envelope = message.envelope();
        for (Duration pause : pauses) { // such as 1, 5 and 30 minutes
            try {
                return mailer.send(envelope, message);
            } catch (SendException e) {
                List<Mailbox> rest = e.receipt().with(Outcome.DEFERRED);
                if (!e.isTransient() || rest.isEmpty()) {
                    throw e; // refused, in doubt, or the settings are wrong
                }
                envelope = envelope.withRecipients(rest);
            }
            Thread.sleep(pause.toMillis());
        }
        return mailer.send(envelope, message);
        // </example>
    }

    static List<Receipt.Tried> failOver(String first, String second, Message message) {
        // <example failover>
        try (Mailer mailer = Mailer.to(first, second)) {
            Receipt receipt = mailer.send(message);
            return receipt.tried(); // empty if the first server took it
        }
        // </example>
    }

    static Mailer impatient(String server) {
        // <example timeouts>
        Mailer mailer = Mailer.builder()
                .server(Server.parse(server))
                .timeouts(Timeouts.interactive().with(Stage.CONNECT, Duration.ofSeconds(5)))
                .build();
        // </example>
        return mailer;
    }

    static Mailer bounded() {
        // <example deadline>
        Mailer mailer = Mailer.builder()
                .server("smtp://mail.example.org:587")
                .deadline(Duration.ofMinutes(2))
                .build();
        // </example>
        return mailer;
    }

    static Optional<Mailbox> address(String typed, Consumer<String> complain) {
        // <example address>
        try {
            return Optional.of(Mailbox.parse(typed));
        } catch (AddressException e) {
            complain.accept(e.getMessage());
            return Optional.empty();
        }
        // </example>
    }

    static Mailer traced(String server, Consumer<String> log) {
        // <example trace>
        Trace trace = new Trace() {
            @Override
            public void sent(String command) {
                log.accept("> " + command);
            }

            @Override
            public void received(String line) {
                log.accept("< " + line);
            }

            @Override
            public void note(String what) {
                log.accept("- " + what);
            }
        };
        Mailer mailer =
                Mailer.builder().server(Server.parse(server)).trace(trace).build();
        // </example>
        return mailer;
    }
}
