package dev.paloma.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help pages and shell completion, written by picocli from the same tables that the parser reads. */
final class Help {
    private static final int WIDTH = 80;
    private static final Pattern SHORT = Pattern.compile("(?m)^( +-[A-Za-z])=");
    private static final Pattern CHOICE = Pattern.compile("[A-Za-z0-9-]+(\\|[A-Za-z0-9-]+)+");

    private Help() {}

    /** The page for the whole command. */
    static String page() {
        return all().getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    /** The page of a sub-command. */
    static String page(Command command) {
        CommandLine line = new CommandLine(spec(command, command.description()));
        line.getCommandSpec().name("paloma " + command.name());
        String page = line.getUsageMessage(CommandLine.Help.Ansi.OFF);
        return SHORT.matcher(page).replaceAll("$1 "); // a letter and its value have no equals sign between them
    }

    /** The script for bash and zsh. */
    static String completion() {
        return AutoComplete.bash("paloma", all());
    }

    private static CommandLine all() {
        CommandSpec root = CommandSpec.create().name("paloma");
        usage(
                root,
                "Sends mail, and tells what became of it.",
                List.of("paloma send --server inbox: --to you@example.org --text 'It works.'", "paloma send --help"),
                ExitTexts.SENDING);
        root.addOption(flag("--version", "prints the version"));
        root.addOption(flag("--help", "prints this; after a sub-command, its own page"));
        for (Command command : Command.all()) {
            if (command.name().equals("completion")) {
                root.addSubcommand("outbox", outboxSpec());
            }
            root.addSubcommand(command.name(), spec(command, command.summary()));
        }
        return new CommandLine(root);
    }

    private static CommandSpec outboxSpec() {
        CommandSpec spec = CommandSpec.create();
        usage(
                spec,
                "keeps mails until they are delivered, and delivers them",
                List.of(
                        "paloma outbox submit --to ann@example.net --subject Hello --text Hi",
                        "paloma outbox run --server smtp://mail.example.org --until-empty",
                        "paloma outbox stats --watch"),
                ExitTexts.OUTBOX);
        for (Command command : OutboxOptions.commands()) {
            spec.addSubcommand(command.name().substring("outbox ".length()), spec(command, command.summary()));
        }
        return spec.addOption(flag("--help", "prints this; after a sub-command, its own page"));
    }

    /** The page for all of {@code paloma outbox}. */
    static String outboxPage() {
        CommandLine line = new CommandLine(outboxSpec());
        line.getCommandSpec().name("paloma outbox");
        return line.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    private static CommandSpec spec(Command command, String description) {
        CommandSpec spec = CommandSpec.create();
        usage(spec, description, command.examples(), command.exitCodes());
        for (Option option : command.options()) {
            if (option.isOperand()) {
                spec.addPositional(PositionalParamSpec.builder()
                        .paramLabel(escaped(option.label()))
                        .description(escaped(option.help()))
                        .arity(option.repeatable() ? "0..*" : "1")
                        .type(option.repeatable() ? List.class : String.class)
                        .auxiliaryTypes(String.class)
                        .build());
                continue;
            }
            OptionSpec.Builder builder = OptionSpec.builder(option.name()).description(escaped(option.help()));
            if (option.takesValue()) {
                builder.type(option.repeatable() ? List.class : String.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(escaped(option.label()));
                if (CHOICE.matcher(option.label()).matches()) {
                    builder.completionCandidates(List.of(option.label().split("\\|")));
                }
            } else {
                builder.type(boolean.class).arity("0");
            }
            spec.addOption(builder.build());
        }
        return spec.addOption(flag("--help", "prints this"));
    }

    private static void usage(CommandSpec spec, String description, List<String> examples, List<String> exitCodes) {
        List<String> footer = new ArrayList<>();
        footer.add("");
        footer.add("Examples:");
        for (String example : examples) {
            footer.add("  " + escaped(example));
        }
        UsageMessageSpec usage = spec.usageMessage();
        usage.width(WIDTH).sortOptions(false).abbreviateSynopsis(true);
        usage.description(escaped(description), "").footer(footer.toArray(String[]::new));
        usage.commandListHeading("%nCommands:%n").optionListHeading("Options:%n");
        usage.exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(UsageMessageSpec.keyValuesMap(exitCodes.toArray(String[]::new)));
    }

    private static OptionSpec flag(String name, String help) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(help)
                .build();
    }

    /** picocli formats its texts: a percent sign or an at sign before a bar would mean something. */
    private static String escaped(String text) {
        return text.replace("%", "%%").replace("@|", "@ |");
    }
}
