package dev.paloma.cli;

import org.jspecify.annotations.Nullable;

/**
 * The value of {@code --attach}: a file, and what the mail shall say of it.
 *
 * @param file its path
 * @param type its media type; null for the one that its name tells
 * @param name the name to suggest to the reader; null for its own
 */
record FileArgument(
        String file, @Nullable String type, @Nullable String name) {
    private static final String TYPE = ";type=";
    private static final String NAME = ";name=";

    /** Only what trails is an option, since a semicolon may stand in a file's name. */
    static FileArgument parse(String text) {
        String file = text;
        String type = null;
        String name = null;
        while (true) {
            int semicolon = file.lastIndexOf(';');
            if (semicolon > 0 && type == null && file.startsWith(TYPE, semicolon)) {
                type = file.substring(semicolon + TYPE.length());
            } else if (semicolon > 0 && name == null && file.startsWith(NAME, semicolon)) {
                name = file.substring(semicolon + NAME.length());
            } else {
                return new FileArgument(file, type, name);
            }
            file = file.substring(0, semicolon);
        }
    }
}
