package dev.paloma.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options that were given. They are read here and not by picocli, which only writes the help: its classes are too
 * old a format for a class data archive, and loading them takes longer than sending a mail.
 *
 * <p>The rules are GNU's: {@code --name value} or {@code --name=value}; what follows an option that takes a value is its
 * value, even if it begins with a hyphen. What belongs to no option is the operand, where the command has one.
 */
final class Arguments {
    private final Map<String, List<String>> given = new HashMap<>();
    private final boolean help;

    private Arguments(boolean help) {
        this.help = help;
    }

    /**
     * Reads the arguments of a sub-command, from index {@code from}.
     *
     * @throws UsageException if one isn't known, lacks its value, or stands there twice without being a list
     */
    static Arguments parse(Command command, String[] args, int from) {
        Map<String, Option> known = new HashMap<>();
        Option operand = null;
        for (Option option : command.options()) {
            if (option.isOperand()) {
                operand = option;
            } else {
                known.put(option.name(), option);
            }
        }
        Arguments read = new Arguments(asksForHelp(known, args, from));
        for (int i = from; i < args.length && !read.help; i++) {
            if (operand != null && !args[i].startsWith("-")) {
                read.add(operand, args[i]);
                continue;
            }
            int equals = args[i].startsWith("--") ? args[i].indexOf('=') : -1;
            String name = equals < 0 ? args[i] : args[i].substring(0, equals);
            Option option = known.get(name);
            if (option == null) {
                throw UsageException.unknown(command, name);
            }
            String value = equals < 0 ? null : args[i].substring(equals + 1);
            if (option.takesValue() && value == null) {
                if (++i == args.length) {
                    throw new UsageException(name + " needs a value: " + name + " " + option.label());
                }
                value = args[i];
            }
            read.add(option, value);
        }
        return read;
    }

    /** Help is given even where the rest is wrong, but not where {@code --help} is the value of an option. */
    private static boolean asksForHelp(Map<String, Option> known, String[] args, int from) {
        for (int i = from; i < args.length; i++) {
            if (args[i].equals("--help") || args[i].equals("-h")) {
                return true;
            }
            Option option = known.get(args[i]);
            if (option != null && option.takesValue()) {
                i++;
            }
        }
        return false;
    }

    private void add(Option option, @Nullable String value) {
        if (!option.takesValue() && value != null) {
            throw new UsageException(option.name() + " takes no value");
        }
        List<String> values = given.computeIfAbsent(option.name(), name -> new ArrayList<>());
        if (!values.isEmpty() && !option.repeatable() && option.takesValue()) {
            throw new UsageException(option.name() + " is given twice; one is enough");
        }
        values.add(value == null ? "" : value);
    }

    /** Whether the help was asked for; then nothing else was read. */
    boolean asksForHelp() {
        return help;
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    /** The option's value; null if it isn't there. */
    @Nullable
    String value(String name) {
        List<String> values = given.get(name);
        return values == null ? null : values.get(0);
    }

    /** The option's values in their order; none if it isn't there. */
    List<String> values(String name) {
        return given.getOrDefault(name, List.of());
    }

    /**
     * @throws UsageException if both are there
     */
    void exclude(String one, String other) {
        if (has(one) && has(other)) {
            throw new UsageException(one + " and " + other + " exclude each other");
        }
    }
}
