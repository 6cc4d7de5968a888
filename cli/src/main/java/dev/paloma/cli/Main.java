package dev.paloma.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code paloma} command. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        Console console = Console.ofProcess();
        Thread hook = new Stop(Thread.currentThread(), console, endsAtOnce(args));
        Runtime.getRuntime().addShutdownHook(hook);
        int code = run(args, System.getenv(), console);
        console.flush();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            Runtime.getRuntime().halt(code); // an exit would wait for the hook, which waits for this thread
        }
        System.exit(code);
    }

    /** What is printed by then is stored, and what isn't, isn't. */
    private static boolean endsAtOnce(String[] args) {
        return args.length > 1 && args[0].equals("outbox") && args[1].equals("submit");
    }

    /** Runs the command and gives back its exit code; nothing of the process is touched but what is passed in. */
    static int run(String[] args, Map<String, String> variables, Console console) {
        int code = guarded(args, variables, console);
        String lost = console.lost();
        if (lost != null) {
            console.error("can't write to standard output: " + lost + "; what was to be said there is lost");
        }
        return lost != null && code == ExitCode.OK && onlyLooks(args) ? ExitCode.TEMPORARY : code;
    }

    private static int guarded(String[] args, Map<String, String> variables, Console console) {
        try {
            return dispatch(args, new Environment(variables), console);
        } catch (UsageException e) {
            console.error(String.valueOf(e.getMessage()));
            return ExitCode.USAGE;
        } catch (RuntimeException e) {
            console.error(Trouble.of(e).line());
            return ExitCode.FAULT;
        }
    }

    /** Whether it did nothing but look, so that what it printed was all there is. */
    private static boolean onlyLooks(String[] args) {
        String command = args[0].equals("outbox") && args.length > 1 ? args[1] : args[0];
        return List.of("check", "list", "show", "stats", "drain").contains(command);
    }

    private static int dispatch(String[] args, Environment environment, Console console) {
        if (args.length == 0) {
            throw new UsageException("what to do? " + known() + "; see paloma --help");
        }
        switch (args[0]) {
            case "--version", "-V" -> {
                return print(console, "paloma " + version() + "\n");
            }
            case "--help", "-h", "help" -> {
                return print(console, help(args));
            }
            case "outbox" -> {
                return outbox(args, environment, console);
            }
            default -> {
                Command command = command(args[0]);
                if (command == null) {
                    throw unknown(args[0], Command.all());
                }
                if (command.name().equals("sendmail")) { // its options are older than all rules of ours
                    return sendmail(command, args, environment, console);
                }
                Arguments arguments = Arguments.parse(command, args, 1);
                return arguments.asksForHelp()
                        ? print(console, Help.page(command))
                        : run(command, arguments, environment, console);
            }
        }
    }

    private static String help(String[] args) {
        if (args.length < 2 || args[1].startsWith("-")) {
            return Help.page();
        }
        if (args[1].equals("outbox")) {
            return args.length < 3 ? Help.outboxPage() : Help.page(outboxCommand(args[2]));
        }
        Command command = command(args[1]);
        if (command == null) {
            throw unknown(args[1], Command.all());
        }
        return Help.page(command);
    }

    private static int outbox(String[] args, Environment environment, Console console) {
        if (args.length < 2) {
            throw new UsageException("paloma outbox what? submit, run, list and others; see paloma outbox --help");
        }
        if (List.of("--help", "-h", "help").contains(args[1])) {
            return print(console, args.length < 3 ? Help.outboxPage() : Help.page(outboxCommand(args[2])));
        }
        Command command = outboxCommand(args[1]);
        Arguments arguments = Arguments.parse(command, args, 2);
        return arguments.asksForHelp()
                ? print(console, Help.page(command))
                : new OutboxCommand(args[1], arguments, environment, console).run();
    }

    private static Command outboxCommand(String name) {
        for (Command command : OutboxOptions.commands()) {
            if (command.name().equals("outbox " + name)) {
                return command;
            }
        }
        throw unknown("outbox " + name, OutboxOptions.commands());
    }

    private static int sendmail(Command command, String[] args, Environment environment, Console console) {
        return args.length > 1 && args[1].equals("--help")
                ? print(console, Help.page(command))
                : new SendmailCommand(SendmailArguments.parse(args, 1), environment, console).run();
    }

    private static int run(Command command, Arguments arguments, Environment environment, Console console) {
        return switch (command.name()) {
            case "send" -> new SendCommand(arguments, environment, console).run();
            case "check" -> new CheckCommand(arguments, environment, console).run();
            case "inbox" -> new InboxCommand(arguments, environment, console).run();
            case "bench" -> new BenchCommand(arguments, environment, console).run();
            case "completion" -> print(console, Help.completion());
            default -> throw new IllegalStateException("no such command: " + command.name());
        };
    }

    private static @Nullable Command command(String name) {
        for (Command command : Command.all()) {
            if (command.name().equals(name)) {
                return command;
            }
        }
        return null;
    }

    private static UsageException unknown(String given, List<Command> commands) {
        List<String> names = names(commands);
        return new UsageException("there is no command " + UsageException.shown(given)
                + UsageException.nearest(given, names) + "; the commands are " + String.join(", ", names)
                + "; see paloma --help");
    }

    private static String known() {
        return "the commands are " + String.join(", ", names(Command.all()));
    }

    private static List<String> names(List<Command> commands) {
        List<String> names = new ArrayList<>();
        commands.forEach(command -> names.add(command.name()));
        int last = names.indexOf("completion");
        if (last >= 0) {
            names.add(last, "outbox");
        }
        return names;
    }

    private static int print(Console console, String text) {
        console.out().print(text);
        return console.lost() == null ? ExitCode.OK : ExitCode.TEMPORARY;
    }

    /** From the manifest; what isn't packaged has none. */
    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
