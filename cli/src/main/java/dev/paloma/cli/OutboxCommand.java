package dev.paloma.cli;

import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code paloma outbox}: opens it, and does what is asked. */
final class OutboxCommand {
    /** Where the outbox is, for those who don't say it. */
    static final String VARIABLE = "PALOMA_OUTBOX";

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
            try (Outbox outbox = open(arguments.value("--outbox"), environment)) {
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
     * @throws Trouble if it can't be opened
     */
    static Outbox open(@Nullable String given, Environment environment) {
        String url = given == null ? environment.get(VARIABLE) : given;
        try {
            return Outbox.open(url == null ? own(environment.outbox()) : url);
        } catch (OutboxException e) {
            throw Trouble.configuration(String.valueOf(e.getMessage()), e);
        }
    }

    private static String own(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw Trouble.configuration(
                    "no folder for the outbox " + file + ": " + Inputs.reason(e) + "; give --outbox", e);
        }
        return "sqlite:" + file.toAbsolutePath();
    }
}
