package dev.paloma.cli;

import java.util.List;

/** What {@code paloma inbox} takes. */
final class InboxOptions {
    private InboxOptions() {}

    static Command command() {
        return new Command(
                "inbox",
                "catches mail on this machine and keeps it in a Maildir",
                "An SMTP server for trying things out: it takes every mail, keeps it in a Maildir, and delivers it to"
                        + " nobody. It runs until Ctrl-C.",
                List.of(
                        Option.value("--port", "NUMBER", "where to listen; 1025 unless said otherwise, 0 for any free"),
                        Option.value("--bind", "ADDRESS", "the address to listen on; 127.0.0.1 unless said otherwise"),
                        Option.value(
                                "--maildir",
                                "FOLDER",
                                "where to keep the mail; ~/.local/share/paloma/inbox unless said otherwise"),
                        Option.value("--max-size", "OCTETS", "the largest mail to take: 1000000, 64M; 64M by default"),
                        Option.flag("--json", "a JSON object on a line for each mail")),
                List.of(
                        "paloma inbox &",
                        "paloma send --server smtp://127.0.0.1:1025 --to you@example.org --text Hello"),
                ExitTexts.INBOX);
    }
}
