package dev.paloma.testkit;

import java.util.Locale;

/** A command line: its verb in upper case and what follows the first space. */
record Command(String line, String verb, String argument) {
    static Command parse(String line) {
        int space = line.indexOf(' ');
        String verb = space < 0 ? line : line.substring(0, space);
        return new Command(line, verb.toUpperCase(Locale.ROOT), space < 0 ? "" : line.substring(space + 1));
    }
}
