package dev.paloma.cli;

import dev.paloma.Durations;
import dev.paloma.Mailer;
import dev.paloma.MailerBuilder;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.Server;
import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands one mail to the servers, within the time there is, and reports what became of it. */
final class Delivery {
    private final Arguments arguments;
    private final Console console;
    private final Report report;
    private final @Nullable CountingConnector counter;

    Delivery(Arguments arguments, Console console, Report report) {
        this.arguments = arguments;
        this.console = console;
        this.report = report;
        boolean showsProgress = console.isWatched() && !arguments.has("--transcript");
        counter = showsProgress ? new CountingConnector(Connector.tcp()) : null;
    }

    /**
     * @throws UsageException if an option has a value that means nothing
     */
    static void check(Arguments arguments) {
        acceptance(arguments);
        timeout(arguments);
    }

    private static Acceptance acceptance(Arguments arguments) {
        String given = arguments.value("--accept");
        if (given == null || given.equals("all")) {
            return Acceptance.ALL;
        }
        if (given.equals("at-least-one")) {
            return Acceptance.AT_LEAST_ONE;
        }
        throw new UsageException("--accept is all or at-least-one, not '" + given + "'");
    }

    static @Nullable Duration timeout(Arguments arguments) {
        String given = arguments.value("--timeout");
        try {
            return given == null ? null : Durations.parse(given);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--timeout: " + e.getMessage());
        }
    }

    /** Sends, reports, and gives back the exit code. */
    int deliver(List<Server> servers, Envelope envelope, Content content, LocalInbox inbox) {
        try (Mailer mailer = mailer(servers)) { // it reports first: a server may take its time to answer the goodbye
            return report(ending(mailer, envelope, content, inbox));
        }
    }

    private Ending ending(Mailer mailer, Envelope envelope, Content content, LocalInbox inbox) {
        Duration timeout = timeout(arguments);
        long began = System.nanoTime();
        try {
            return new Ending(watched(mailer, envelope, content), null, "", inbox.file());
        } catch (SendException e) {
            boolean late = timeout != null && System.nanoTime() - began >= timeout.toNanos();
            String message = (late ? "--timeout " + arguments.value("--timeout") + " ran out: " : "") + e.getMessage();
            return new Ending(e.receipt(), e, message, inbox.file());
        }
    }

    private int report(Ending ending) {
        report.sent(ending);
        SendException failure = ending.failure();
        if (failure != null && arguments.has("--transcript") && failure.reply() == null) {
            console.stackTrace(failure);
        }
        return ExitCode.of(ending.receipt(), failure);
    }

    private Mailer mailer(List<Server> servers) {
        Duration timeout = timeout(arguments);
        MailerBuilder builder =
                Mailer.builder().acceptance(acceptance(arguments)).timeouts(timeouts(timeout));
        for (Server server : servers) {
            builder.server(server);
        }
        if (counter != null) {
            builder.connector(counter);
        }
        if (timeout != null) {
            builder.deadline(timeout);
        }
        if (arguments.has("--transcript")) {
            builder.trace(new Transcript(console));
        }
        String clientName = arguments.value("--client-name");
        if (clientName != null) {
            named(builder, clientName);
        }
        return builder.build();
    }

    /** Nobody waits for minutes in front of a greeting; but giving up the final dot early is what makes doubt. */
    private static Timeouts timeouts(@Nullable Duration whole) {
        Timeouts timeouts = Timeouts.interactive()
                .with(Stage.END_OF_DATA, Timeouts.standard().of(Stage.END_OF_DATA));
        boolean hurries = whole != null && whole.compareTo(timeouts.of(Stage.QUIT)) < 0;
        return whole != null && hurries ? timeouts.with(Stage.QUIT, whole) : timeouts;
    }

    private static void named(MailerBuilder builder, String clientName) {
        try {
            builder.clientName(clientName);
        } catch (IllegalArgumentException e) {
            throw Trouble.setting("--client-name: " + e.getMessage(), e);
        }
    }

    private Receipt watched(Mailer mailer, Envelope envelope, Content content) {
        Progress progress = counter == null ? null : new Progress(console, counter::written);
        try {
            return mailer.send(envelope, content);
        } finally {
            if (progress != null) {
                progress.close();
            }
        }
    }
}
