package dev.paloma.cli;

import java.util.List;

/** What {@code paloma check} takes. */
final class CheckOptions {
    private CheckOptions() {}

    static Command command() {
        return new Command(
                "check",
                "tells what a server is and offers, and sends no mail",
                "Connects to a server and tells what it says of itself: greeting, TLS, certificates, what it offers before and"
                        + " inside TLS, ways of logging in, limits, time per stage. Logs in if the URL has a user.",
                List.of(
                        Option.operand(
                                "URL",
                                "smtp://user@host:587, smtps://host, inbox:, or @NAME from ~/.config/paloma/servers"),
                        Option.value(
                                "--mail",
                                "ADDRESS",
                                "goes as far as RCPT with this recipient, and takes it back; the sender is PALOMA_FROM,"
                                        + " else <>"),
                        Option.value("--client-name", "NAME", "what EHLO says of this machine"),
                        Option.value("--timeout", "DURATION", "limit for all of it: 30s, 5m, PT30S; none by default"),
                        Option.value("--password-file", "FILE", "a file whose first line is the password"),
                        Option.value(
                                "--password-command",
                                "COMMAND",
                                "a command that prints the password, run without a shell. Without either:"
                                        + " PALOMA_PASSWORD"),
                        Option.flag("--json", "the result as one JSON object on one line"),
                        Option.flag("--transcript", "the session on standard error, secrets hidden")),
                List.of(
                        "paloma check smtp://mail.example.org:587",
                        "paloma check smtp://me@mail.example.org:587 --password-file pw \\",
                        "    --mail ann@example.net",
                        "paloma check @work --json"),
                ExitTexts.CHECKING);
    }
}
