package dev.paloma.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of the environment, and the user's folders as the XDG base directory rules name them. */
final class Environment {
    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** A variable's value; null where it isn't set, or empty. */
    @Nullable
    String get(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The file of named servers. */
    Path servers() {
        return folder("XDG_CONFIG_HOME", ".config").resolve("paloma").resolve("servers");
    }

    /** The Maildir in which the inbox keeps what it catches. */
    Path inbox() {
        return folder("XDG_DATA_HOME", ".local/share").resolve("paloma").resolve("inbox");
    }

    /** The outbox of somebody who names none. */
    Path outbox() {
        return folder("XDG_DATA_HOME", ".local/share").resolve("paloma").resolve("outbox.db");
    }

    /** The rules want a relative path in a variable to be ignored. */
    private Path folder(String variable, String otherwise) {
        String set = get(variable);
        if (set != null && path(set).isAbsolute()) {
            return path(set);
        }
        String home = get("HOME");
        return path(home == null ? System.getProperty("user.home", "") : home).resolve(otherwise);
    }

    /**
     * A path from the command line or the environment.
     *
     * @throws Trouble if it isn't one in this locale
     */
    static Path path(String text) {
        if (text.isEmpty()) {
            throw Trouble.unreadable("the name of a file is empty; nothing was sent", null);
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw Trouble.unreadable("'" + text + "' isn't the name of a file: " + e.getReason(), e);
        }
    }
}
