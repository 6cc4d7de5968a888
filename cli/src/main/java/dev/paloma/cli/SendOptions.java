package dev.paloma.cli;

import java.util.List;

/** What {@code paloma send} takes. */
final class SendOptions {
    private SendOptions() {}

    static Command command() {
        return new Command(
                "send",
                "composes a mail, or takes a ready one, and sends it",
                "Composes a mail, or takes a ready one (--eml), sends it, and tells what became of it for every recipient."
                        + " Without --text, --html and --eml the text is read from standard input.",
                OPTIONS,
                List.of(
                        "paloma send --server inbox: --to you@example.org --text 'It works.'",
                        "paloma send --server smtp://me@mail.example.org:587 --password-file pw \\",
                        "    --from me@example.org --to ann@example.net --subject 'Invoice 42' \\",
                        "    --text-file letter.txt --attach invoice.pdf",
                        "paloma send --server @work --eml ready.eml --json"),
                ExitTexts.SENDING);
    }

    private static final List<Option> OPTIONS = List.of(
            Option.list(
                    "--server",
                    "URL",
                    "smtp://user@host:587, smtps://host, lmtp://host, lmtp+unix:/path, maildir:/path, inbox: (catches the mail on this machine), or"
                            + " @NAME from ~/.config/paloma/servers; again for the next server to try."
                            + " Without it: PALOMA_SERVER"),
            Option.list("--from", "ADDRESS", "who wrote it; without it PALOMA_FROM, else user@hostname"),
            Option.list("--to", "ADDRESSES", "whom it is for: a list with commas, or given again"),
            Option.list("--cc", "ADDRESSES", "who gets a copy"),
            Option.list("--bcc", "ADDRESSES", "who gets a copy that the others don't see"),
            Option.list("--reply-to", "ADDRESSES", "where answers go"),
            Option.value("--sender", "ADDRESS", "who sends it, where several wrote it"),
            Option.value("--envelope-from", "ADDRESS", "where reports of failure go; empty for nowhere"),
            Option.list("--recipient", "ADDRESS", "whom it goes to, instead of those that the header names"),
            Option.value("--subject", "TEXT", "what it is about"),
            Option.list("--header", "'NAME: VALUE'", "a further header field"),
            Option.value("--message-id", "ID", "its Message-ID, instead of a new one"),
            Option.value("--text", "TEXT", "the text"),
            Option.value("--text-file", "FILE", "a file with the text; - is standard input"),
            Option.value("--html", "TEXT", "the text in HTML"),
            Option.value("--html-file", "FILE", "a file with the HTML; - is standard input"),
            Option.list("--attach", "FILE[;type=T][;name=N]", "a file to attach, its media type, the name to show"),
            Option.list("--inline", "ID=FILE", "a file that the HTML shows as cid:ID"),
            Option.value("--eml", "FILE", "a ready mail to send as it is; - is standard input"),
            Option.value(
                    "--accept",
                    "all|at-least-one",
                    "whether one refused recipient means that nobody gets it (all, the default)"),
            Option.value(
                    "--dsn",
                    "never|success,failure,delay",
                    "which reports are to come back; the server must offer DSN. This and the following wishes are"
                            + " conditions: where the server can't fulfil one, nothing is sent (78)"),
            Option.value("--dsn-return", "full|headers", "how much of the mail a report of failure gives back (DSN)"),
            Option.value("--envelope-id", "ID", "by which reports are recognised: printable ASCII, up to 100 (DSN)"),
            Option.flag("--require-tls", "only over verified TLS, on the whole way (REQUIRETLS)"),
            Option.value("--mt-priority", "-9..9", "the mail's place among others in the queues (MT-PRIORITY)"),
            Option.value(
                    "--deliver-by", "DURATION", "return the mail if it isn't delivered within this time (DELIVERBY)"),
            Option.value(
                    "--hold-for",
                    "DURATION",
                    "how long the server holds the mail before passing it on (FUTURERELEASE)"),
            Option.value("--hold-until", "TIME", "the same, until a time such as 2030-01-31T08:00:00Z (FUTURERELEASE)"),
            Option.flag("--queue", "asks the server to queue the mail and deliver it later, where it offers XQUE"),
            Option.list(
                    "--dkim",
                    "domain=D,selector=S,key=FILE",
                    "signs the mail for domain D with the private key in FILE (PEM, RSA or Ed25519), whose public key"
                            + " stands in the DNS under S._domainkey.D; again for a second signature"),
            Option.value("--client-name", "NAME", "what EHLO says of this machine"),
            Option.value("--timeout", "DURATION", "limit for the whole send: 30s, 5m, PT30S; none by default"),
            Option.value("--password-file", "FILE", "a file whose first line is the password"),
            Option.value(
                    "--password-command",
                    "COMMAND",
                    "a command that prints the password, run without a shell. Without either: PALOMA_PASSWORD"),
            Option.flag("--json", "the result as one JSON object on one line"),
            Option.flag("--transcript", "the session on standard error, secrets hidden"),
            Option.flag(
                    "--dry-run",
                    "the mail on standard output; nothing is sent. Ends with 65, 66 or 78 as a send would that"
                            + " doesn't come as far as connecting; doesn't go with --json"));
}
