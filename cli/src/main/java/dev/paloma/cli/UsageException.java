package dev.paloma.cli;

import java.util.ArrayList;
import java.util.List;

/** Arguments that can't be understood. The text is one line and says what to write instead. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }

    /** An option or argument that the command doesn't have. */
    static UsageException unknown(Command command, String given) {
        String seeHelp = "; see paloma " + command.name() + " --help";
        if (!given.startsWith("-") || isPerhapsSecret(given)) {
            return new UsageException(
                    shown(given) + " belongs to no option; a value of several words needs quotes" + seeHelp);
        }
        List<String> names = new ArrayList<>();
        command.options().forEach(option -> names.add(option.name()));
        return new UsageException("unknown option '" + given + "'" + nearest(given, names) + seeHelp);
    }

    /** What was given, unless a password may be in it. */
    static String shown(String given) {
        return isPerhapsSecret(given) ? "a URL" : "'" + given + "'";
    }

    private static boolean isPerhapsSecret(String given) {
        return given.contains("://") || (given.indexOf(':') >= 0 && given.indexOf('@') >= 0);
    }

    /** A suggestion, or nothing where nothing is alike. */
    static String nearest(String given, List<String> known) {
        String best = "";
        int least = given.length() > 64 ? 0 : 3;
        for (String name : known) {
            int distance = distance(given, name);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best.isEmpty() ? "" : " (did you mean " + best + "?)";
    }

    /** Letters to add, drop or change on the way from one to the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= Math.min(from.length(), 64); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
