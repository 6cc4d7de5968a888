package dev.paloma.cli;

import dev.paloma.Probe;
import dev.paloma.Server;
import dev.paloma.ServerReport;
import dev.paloma.message.Mailbox;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code paloma check}. */
final class CheckCommand {
    private final Arguments arguments;
    private final Environment environment;
    private final Console console;
    private final CheckReport report;
    private final String url;
    private final @Nullable Duration timeout;

    /**
     * @throws UsageException if options contradict each other or have values that mean nothing
     */
    CheckCommand(Arguments arguments, Environment environment, Console console) {
        this.arguments = arguments;
        this.environment = environment;
        this.console = console;
        arguments.exclude("--password-file", "--password-command");
        report = arguments.has("--json") ? new CheckJson(console) : new CheckText(console);
        timeout = Delivery.timeout(arguments);
        String given = arguments.value("URL");
        if (given == null || given.isBlank()) {
            throw new UsageException("which server? paloma check smtp://mail.example.org:587; see paloma check --help");
        }
        url = given;
    }

    /** Checks, and reports. */
    int run() {
        try (LocalInbox inbox = new LocalInbox(environment.inbox())) {
            return check(inbox);
        } catch (UsageException e) {
            throw e;
        } catch (RuntimeException e) {
            Trouble trouble = Trouble.of(e);
            report.stopped(trouble);
            if (trouble.exitCode() == ExitCode.FAULT && arguments.has("--transcript")) {
                console.stackTrace(e);
            }
            return trouble.exitCode();
        }
    }

    private int check(LocalInbox inbox) {
        String mail = arguments.value("--mail");
        Mailbox recipient = mail == null ? null : Mailbox.parse(mail);
        Probe probe = probe(server(inbox));
        ServerReport found;
        boolean late;
        try (TimeLimit limit = timeout == null ? null : new TimeLimit(timeout)) {
            found = probe.check(recipient);
            late = limit != null && limit.end();
        }
        if (found.isOk()) {
            report.checked(found, "");
            return ExitCode.OK;
        }
        ServerReport.Problem problem = found.problems().get(0);
        report.checked(
                found, (late ? "--timeout " + arguments.value("--timeout") + " ran out: " : "") + problem.message());
        return ExitCode.of(problem.kind());
    }

    private Server server(LocalInbox inbox) {
        String name = Servers.named(this.url, environment);
        String url = Servers.isInbox(name) ? inbox.url() : name;
        Server server = Servers.parse(arguments.has("--client-name") ? Servers.withoutClient(url) : url);
        return Servers.withPasswords(List.of(server), arguments, environment).get(0);
    }

    private Probe probe(Server server) {
        Probe.Builder builder = Probe.builder(server);
        String sender = environment.get("PALOMA_FROM");
        if (sender != null && arguments.has("--mail")) {
            builder.sender(Mailbox.parse(sender));
        }
        if (arguments.has("--transcript")) {
            builder.trace(new Transcript(console));
        }
        String clientName = arguments.value("--client-name");
        try {
            if (clientName != null) {
                builder.clientName(clientName);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw Trouble.setting(String.valueOf(e.getMessage()), e);
        }
    }
}
