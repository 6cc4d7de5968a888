package dev.paloma.cli;

import dev.paloma.Durations;
import dev.paloma.Mailer;
import dev.paloma.MailerBuilder;
import dev.paloma.Server;
import dev.paloma.outbox.MailStatus;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxEvent;
import dev.paloma.outbox.OutboxException;
import dev.paloma.outbox.OutboxListener;
import dev.paloma.outbox.OutboxWorker;
import dev.paloma.outbox.OutboxWorkerBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code paloma outbox run}. */
final class OutboxRun {
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,8})/([smh])");
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final Duration MOST = Duration.ofSeconds(4000);

    private final Arguments arguments;
    private final Environment environment;
    private final Console console;
    private final List<String> names;

    /**
     * @throws UsageException if options have values that mean nothing
     * @throws Trouble if there is no server
     */
    OutboxRun(Arguments arguments, Environment environment, Console console) {
        this.arguments = arguments;
        this.environment = environment;
        this.console = console;
        arguments.exclude("--password-file", "--password-command");
        Signers.check(arguments);
        names = Servers.named(arguments, environment);
    }

    /** Works until it is interrupted, or nothing is left. */
    int run(Outbox outbox) {
        try (LocalInbox inbox = new LocalInbox(environment.inbox())) {
            List<Server> servers = Servers.complete(names, inbox, arguments, environment);
            try (OutboxWorker worker = worker(outbox, servers)) {
                worker.start();
                if (!arguments.has("--json")) {
                    console.note("delivering; Ctrl-C ends it when what is on the wire is answered");
                }
                if (arguments.has("--until-empty")) {
                    worker.untilEmpty();
                } else {
                    new CountDownLatch(1).await();
                }
            }
        } catch (InterruptedException e) {
            Thread.interrupted(); // this is how it ends
        }
        return ExitCode.OK;
    }

    private OutboxWorker worker(Outbox outbox, List<Server> servers) {
        String route = arguments.value("--route");
        String name = route == null ? "default" : route;
        OutboxWorkerBuilder builder = OutboxWorker.builder(outbox).listener(new Listener());
        try {
            builder.route(name, mailer(servers));
            settings(builder, name);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return builder.build();
    }

    private void settings(OutboxWorkerBuilder builder, String route) {
        String connections = arguments.value("--connections");
        if (connections != null) {
            builder.connections(connections.matches("[0-9]{1,4}") ? Integer.parseInt(connections) : 0);
        }
        String rate = arguments.value("--rate");
        if (rate != null) {
            Matcher matcher = RATE.matcher(rate);
            if (!matcher.matches()) {
                throw new UsageException(
                        "--rate is a number and a unit, as 100/s, 500/m or 10000/h, not '" + rate + "'");
            }
            builder.rate(route, Integer.parseInt(matcher.group(1)), Durations.parse("1" + matcher.group(2)));
        }
        Duration limit = duration("--retry-max", MOST);
        Duration first = duration("--retry-first", limit.compareTo(FIRST) < 0 ? limit : FIRST);
        Duration most = arguments.has("--retry-max") || limit.compareTo(first) > 0 ? limit : first;
        if (most.compareTo(first) < 0) {
            throw new UsageException("--retry-max " + arguments.value("--retry-max") + " is less than --retry-first "
                    + arguments.value("--retry-first"));
        }
        builder.retry(first, most).lease(duration("--lease", Duration.ofSeconds(60)));
        String doubt = arguments.value("--in-doubt");
        if (doubt != null && !doubt.matches("retry|hold")) {
            throw new UsageException("--in-doubt is retry or hold, not '" + doubt + "'");
        }
        if ("hold".equals(doubt)) {
            builder.holdDoubtful();
        }
        String reports = arguments.value("--reports");
        if (reports != null) {
            builder.reports(reports);
        }
    }

    private Duration duration(String option, Duration otherwise) {
        String given = arguments.value(option);
        try {
            return given == null ? otherwise : Durations.parse(given);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    private MailerBuilder mailer(List<Server> servers) {
        MailerBuilder builder = Mailer.builder();
        servers.forEach(builder::server);
        String clientName = arguments.value("--client-name");
        if (clientName != null) {
            builder.clientName(clientName);
        }
        Signers.of(arguments).forEach(builder::dkim);
        if (arguments.has("--transcript")) {
            builder.trace(new Transcript(console));
        }
        return builder;
    }

    private final class Listener implements OutboxListener {
        private @Nullable String last;
        private Instant pausesUntil = Instant.MIN;

        @Override
        public void ended(OutboxEvent event) {
            boolean paused = event.attempt().outcome() == MailStatus.Result.NOT_TRIED;
            if (paused) {
                pauses(event);
            }
            if (arguments.has("--json")) {
                console.line(OutboxJson.event(event));
            } else if (!paused || event.kind() == OutboxEvent.Kind.EXPIRED) {
                console.line(OutboxText.event(event));
            }
        }

        /** Told once, however many mails meet it. */
        private synchronized void pauses(OutboxEvent event) {
            Instant next = event.next();
            if (next != null && !event.repeated() && Instant.now().isAfter(pausesUntil)) {
                console.error(event.attempt().text() + "; mails wait, next try " + OutboxText.seconds(next));
                pausesUntil = next;
            }
        }

        /** The same trouble again and again is told once. */
        @Override
        public synchronized void troubled(OutboxException trouble) {
            String line = String.valueOf(trouble.getMessage());
            if (!line.equals(last)) {
                console.error(line);
                last = line;
            }
        }
    }
}
