package dev.paloma.cli;

import java.util.List;

/** What {@code paloma bench} takes. */
final class BenchOptions {
    private BenchOptions() {}

    static Command command() {
        return new Command(
                "bench",
                "puts load on a server, and tells rates and percentiles",
                "Sends the same mail many times and tells how many the server took in a second, and after what time it"
                        + " answered. Every mail is really delivered: use a server of your own.",
                List.of(
                        Option.operand("URL", "the server, as for send; without it --server or PALOMA_SERVER"),
                        Option.list("--server", "URL", "the server; again for the next one to try"),
                        Option.value("--messages", "N", "how many mails; 1000 by default"),
                        Option.value("--size", "OCTETS", "of each mail, such as 1024, 64k or 1M; 1k by default"),
                        Option.value("--connections", "N", "at most so many at a time; 1 by default"),
                        Option.value("--batch", "N", "mails on their way on one connection, 1 to 64; 8 by default"),
                        Option.value("--recipients", "N", "of each mail; 1 by default"),
                        Option.value(
                                "--tls",
                                "required|opportunistic|none",
                                "when TLS is spoken, where the URL doesn't say"),
                        Option.value("--from", "ADDRESS", "the sender; PALOMA_FROM, else bench@example.org"),
                        Option.value("--to", "ADDRESS", "the recipient, numbered if there are several"),
                        Option.value("--timeout", "DURATION", "no mail is begun after that: 30s, 5m, PT30S"),
                        Option.value("--password-file", "FILE", "a file whose first line is the password"),
                        Option.value(
                                "--password-command",
                                "COMMAND",
                                "a command that prints the password, run without a shell. Without either:"
                                        + " PALOMA_PASSWORD"),
                        Option.flag("--json", "the result as one JSON object on one line"),
                        Option.flag("--transcript", "the sessions on standard error, secrets hidden")),
                List.of(
                        "paloma bench inbox: --messages 100",
                        "paloma bench smtp://localhost:2525 --messages 100000 --batch 32",
                        "paloma bench smtp://localhost --connections 10 --size 64k --json"),
                ExitTexts.LOAD);
    }
}
