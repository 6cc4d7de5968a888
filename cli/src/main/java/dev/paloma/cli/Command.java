package dev.paloma.cli;

import java.util.List;

/**
 * A sub-command as the parser and the help see it.
 *
 * @param name as it is typed
 * @param summary what it does, in one line
 * @param description more of it, for its own help page
 * @param options what it takes, in the order of the help
 * @param examples lines to learn from
 * @param exitCodes what it ends with, a code, a colon and the meaning in each
 */
record Command(
        String name,
        String summary,
        String description,
        List<Option> options,
        List<String> examples,
        List<String> exitCodes) {
    /** Every sub-command, in the order of the help. */
    static List<Command> all() {
        return List.of(
                SendOptions.command(),
                CheckOptions.command(),
                InboxOptions.command(),
                SendmailOptions.command(),
                BenchOptions.command(),
                completion());
    }

    static Command completion() {
        return new Command(
                "completion",
                "prints a completion script for bash and zsh",
                "Prints a script that lets bash and zsh complete the options of this command.",
                List.of(),
                List.of("source <(paloma completion)"),
                ExitTexts.SAYING);
    }
}
