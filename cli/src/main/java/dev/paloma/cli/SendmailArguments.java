package dev.paloma.cli;

import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DeliveryOptions.Returned;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code paloma sendmail}, by the rules of getopt: letters can stand together, a value stands behind its
 * letter or is the next argument, options may follow recipients, {@code --} ends them.
 */
final class SendmailArguments {
    private static final String SEE_HELP = "; see paloma sendmail --help";
    /** What sendmail, Postfix or Exim take, and what means nothing here. */
    private static final String IGNORED_FLAGS = "GUTcEmnsx";

    private static final String IGNORED_VALUES = "ACDLMXhp";
    private static final String VALUES = "BFNORVbefor";

    private final List<String> operands = new ArrayList<>();
    private char mode = 'm';
    private boolean recipientsFromHeader;
    private boolean ignoresDots;
    private boolean verbose;
    private boolean quiet;
    private @Nullable String sender;
    private @Nullable String fullName;
    private DeliveryOptions wishes = DeliveryOptions.none();

    private SendmailArguments() {}

    /**
     * Reads the arguments from index {@code from}.
     *
     * @throws UsageException if one isn't known, lacks its value, or asks for what isn't there
     */
    static SendmailArguments parse(String[] args, int from) {
        SendmailArguments read = new SendmailArguments();
        boolean options = true;
        for (int i = from; i < args.length; i++) {
            if (options && args[i].equals("--")) {
                options = false;
            } else if (options && args[i].length() > 1 && args[i].charAt(0) == '-') {
                i += read.word(args[i], i + 1 < args.length ? args[i + 1] : null);
            } else {
                read.operands.add(args[i]);
            }
        }
        return read;
    }

    /**
     * Reads the letters of one argument.
     *
     * @return how many arguments after it belong to it
     */
    private int word(String word, @Nullable String next) {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            String rest = word.substring(i + 1);
            if (letter == 'q' || letter == 'd') { // their value can be left out, so it never is the next argument
                attached(letter);
                return 0;
            }
            if (VALUES.indexOf(letter) < 0 && IGNORED_VALUES.indexOf(letter) < 0) {
                flag(letter);
                continue;
            }
            if (rest.isEmpty() && next == null) {
                throw new UsageException("-" + letter + " needs a value" + SEE_HELP);
            }
            value(letter, rest.isEmpty() ? String.valueOf(next) : rest);
            return rest.isEmpty() ? 1 : 0;
        }
        return 0;
    }

    private static void attached(char letter) {
        if (letter == 'q') {
            throw new UsageException("-q: each mail is sent at once, or else by paloma outbox run" + SEE_HELP);
        }
    }

    private void flag(char letter) {
        switch (letter) {
            case 't' -> recipientsFromHeader = true;
            case 'i' -> ignoresDots = true;
            case 'v' -> verbose = true;
            case 'I' -> throw new UsageException("-I: there are no aliases to build" + SEE_HELP);
            default -> {
                if (IGNORED_FLAGS.indexOf(letter) < 0) {
                    throw new UsageException("unknown option '-" + letter + "'" + SEE_HELP);
                }
            }
        }
    }

    private void value(char letter, String value) {
        try {
            switch (letter) {
                case 'f', 'r' -> sender = value;
                case 'F' -> fullName = value;
                case 'b' -> mode = mode(value);
                case 'B' -> body(value);
                case 'N' -> wishes = wishes.withDsn(Wishes.dsn(value.toLowerCase(Locale.ROOT)));
                case 'R' -> wishes = wishes.withReturned(returned(value.toLowerCase(Locale.ROOT)));
                case 'V' -> wishes = wishes.withEnvelopeId(value);
                case 'o' -> option(value);
                case 'O' -> longOption(value);
                case 'e' -> quiet = value.equals("q");
                default -> {}
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("-" + letter + ": " + e.getMessage());
        }
    }

    private static char mode(String value) {
        return switch (value) {
            case "m", "p", "s", "v" -> value.charAt(0);
            case "d", "D" ->
                throw new UsageException("-b" + value + ": this is no daemon; to catch mail, run paloma inbox");
            case "i" -> throw new UsageException("-bi: there are no aliases to build" + SEE_HELP);
            default -> throw new UsageException("-b" + value + " isn't offered; -bm, -bs, -bp and -bv are" + SEE_HELP);
        };
    }

    private static void body(String value) {
        if (!List.of("7BIT", "8BITMIME", "BINARYMIME").contains(value.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("7BIT, 8BITMIME or BINARYMIME");
        }
    }

    private static Returned returned(String value) {
        return switch (value) {
            case "full" -> Returned.FULL;
            case "hdrs", "headers" -> Returned.HEADERS;
            default -> throw new IllegalArgumentException("full or hdrs");
        };
    }

    /** Old options of one letter; what isn't known means nothing here, and programs count on its being taken. */
    private void option(String value) {
        switch (value) {
            case "i", "itrue", "iTrue", "i1" -> ignoresDots = true;
            case "eq" -> quiet = true;
            case "v" -> verbose = true;
            default -> {}
        }
    }

    private void longOption(String value) {
        int equals = value.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("a name, = and a value, such as IgnoreDots=true");
        }
        String name = value.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String setting = value.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
        if (name.equals("ignoredots")) {
            ignoresDots = setting.startsWith("t") || setting.startsWith("y");
        } else if (name.equals("errormode")) {
            quiet = setting.startsWith("q");
        }
    }

    /** {@code m} for a mail on standard input, {@code s} SMTP, {@code p} what waits, {@code v} only looking. */
    char mode() {
        return mode;
    }

    /** Recipients. */
    List<String> operands() {
        return operands;
    }

    boolean recipientsFromHeader() {
        return recipientsFromHeader;
    }

    /** Whether a line with a dot is a line like any other. */
    boolean ignoresDots() {
        return ignoresDots;
    }

    boolean verbose() {
        return verbose;
    }

    /** Whether the exit code is to say all. */
    boolean quiet() {
        return quiet;
    }

    /** Where reports of failure go; empty for nowhere, null where nothing was said. */
    @Nullable
    String sender() {
        return sender == null ? null : sender.strip().equals("<>") ? "" : sender.strip();
    }

    @Nullable
    String fullName() {
        return fullName;
    }

    DeliveryOptions wishes() {
        return wishes;
    }
}
