package dev.paloma.cli;

import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxException;
import dev.paloma.smtp.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code paloma outbox}: opens it, and does what is asked. */
final class OutboxCommand {
    /** Where the outbox is, for those who don't say it. */
    static final String VARIABLE = "PALOMA_OUTBOX";

    private static final String SQLITE = "sqlite:";
    private static final Set<String> MAKING = Set.of("submit", "run");

    private final String name;
    private final Arguments arguments;
    private final Environment environment;
    private final Console console;

    OutboxCommand(String name, Arguments arguments, Environment environment, Console console) {
        this.name = name;
        this.arguments = arguments;
        this.environment = environment;
        this.console = console;
    }

    int run() {
        try {
            OutboxTask task = task();
            try (Outbox outbox = open(arguments.value("--outbox"), environment, MAKING.contains(name))) {
                return task.run(outbox);
            }
        } catch (UsageException e) {
            throw e;
        } catch (RuntimeException e) {
            Trouble trouble = Trouble.of(e);
            console.error(trouble.line());
            return trouble.exitCode();
        }
    }

    private OutboxTask task() {
        return switch (name) {
            case "submit" -> new OutboxSubmit(arguments, environment, console)::run;
            case "run" -> new OutboxRun(arguments, environment, console)::run;
            case "list", "show" -> new OutboxView(name, arguments, console)::run;
            case "stats" -> new OutboxStatistics(arguments, console)::run;
            case "drain" -> new OutboxDrain(arguments, console)::run;
            default -> new OutboxChange(name, arguments, console)::run;
        };
    }

    /**
     * @param given its URL; null for the environment's, or else the user's own
     * @param makes whether it is made if it is a file that isn't there
     * @throws Trouble if it can't be opened, or isn't there
     */
    static Outbox open(@Nullable String given, Environment environment, boolean makes) {
        String named = given == null ? environment.get(VARIABLE) : given;
        String url = named == null ? SQLITE + environment.outbox().toAbsolutePath() : named;
        if (!makes && url.startsWith(SQLITE)) {
            refuseIfMissing(Environment.path(url.substring(SQLITE.length())));
        }
        try {
            return Outbox.open(url);
        } catch (OutboxException e) {
            String line = String.valueOf(e.getMessage());
            throw e.isTransient()
                    ? new Trouble(ExitCode.TEMPORARY, Stage.RESOLVE, line, e)
                    : Trouble.configuration(line, e);
        }
    }

    /** A name with a slip in it shouldn't look like an empty outbox. */
    private static void refuseIfMissing(Path file) {
        if (!Files.exists(file)) {
            throw Trouble.unreadable("there is no outbox " + file + ": paloma outbox submit makes one", null);
        }
    }
}
