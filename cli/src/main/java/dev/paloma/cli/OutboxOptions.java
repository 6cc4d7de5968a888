package dev.paloma.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the sub-commands of {@code paloma outbox} take. */
final class OutboxOptions {
    /** What {@code send} takes that has to do with servers, and not with the mail. */
    private static final Set<String> OF_SENDING = Set.of(
            "--server",
            "--accept",
            "--client-name",
            "--timeout",
            "--password-file",
            "--password-command",
            "--json",
            "--transcript",
            "--dry-run");

    private static final Option OUTBOX = Option.value(
            "--outbox",
            "URL",
            "sqlite:/path/file.db or postgresql://user:password@host/db; without it PALOMA_OUTBOX, else a file in the"
                    + " user's data folder");
    private static final Option JSON = Option.flag("--json", "one JSON object on each line; submit always prints them");
    private static final Option ALL = Option.flag("--all", "every mail, or those that the other options name");
    private static final Option DOMAIN = Option.value("--domain", "D", "with a recipient in this domain");
    private static final Option TAG = Option.value("--tag", "T", "with this tag");
    private static final Option STATE =
            Option.value("--state", "S", "queued, sending, accepted, refused, expired, held or cancelled");
    private static final Option IDS = Option.operands("ID", "mails, by the ids that submit and list print");

    private OutboxOptions() {}

    /** Every one, in the order of the help. */
    static List<Command> commands() {
        return List.of(
                submit(),
                run(),
                list(),
                show(),
                change("retry", "has mails tried now, whatever they wait for; those that have failed too"),
                change("hold", "keeps mails back until they are released"),
                change("release", "lets go what is held"),
                change("cancel", "calls mails off that haven't been sent"),
                purge(),
                drain(),
                stats());
    }

    private static Command submit() {
        List<Option> options = new ArrayList<>();
        for (Option option : SendOptions.command().options()) {
            if (!OF_SENDING.contains(option.name())) {
                options.add(option);
            }
        }
        options.addAll(List.of(
                Option.value(
                        "--lines",
                        "FILE",
                        "many mails, one JSON object on each line, with the names from, to, cc, bcc, replyTo, subject, text,"
                                + " html, headers, key, notBefore, expires, priority, tags, route; - is standard input"),
                Option.value("--key", "K", "a repeated submit with this key gives the first one's id"),
                Option.value("--not-before", "TIME", "nothing is tried before, as 2030-01-31T08:00:00Z"),
                Option.value("--expires", "DURATION", "for how long it is tried: 30m, 5d, P5D; 5 days by default"),
                Option.value("--priority", "0..9", "its place in the queue, 9 first; 5 by default"),
                Option.list("--tag", "T", "a word to find it by; bulk mail with a tag delays nobody else's"),
                Option.value("--route", "NAME", "the worker's route that takes it; default by default")));
        return command(
                "submit",
                "takes mails over, to be delivered by a worker",
                "Composes a mail as send does, or reads many, and stores them. For each it prints {\"id\":\"…\"}, when it is"
                        + " durable: from then on it will be delivered, or it will be known why not.",
                options,
                List.of(
                        "paloma outbox submit --to ann@example.net --subject Hello --text Hi --key order-42",
                        "paloma outbox submit --lines mails.jsonl"));
    }

    /** The options that say something of one mail, which --lines has no use for. */
    static List<Option> alone() {
        return submit().options().stream()
                .filter(option ->
                        !Set.of("--lines", "--outbox", "--json", "--dkim").contains(option.name()))
                .toList();
    }

    private static Command run() {
        return command(
                "run",
                "delivers what waits, until it is stopped",
                "Delivers mails, tries again those that were deferred, and ends cleanly on Ctrl-C or SIGTERM: what is on the"
                        + " wire is finished, the rest given back. Several may run on one outbox.",
                List.of(
                        Option.list("--server", "URL", "as for send; again for the next server to try"),
                        Option.flag("--until-empty", "ends when nothing waits any more but what is held"),
                        Option.value("--connections", "N", "at most so many at a time; 10 by default"),
                        Option.value("--rate", "N/UNIT", "at most so many mails, as 100/s, 500/m or 10000/h"),
                        Option.value(
                                "--retry-first", "DURATION", "wait after the first failure for now; 5m by default"),
                        Option.value("--retry-max", "DURATION", "longest wait between tries; 4000s by default"),
                        Option.value(
                                "--lease",
                                "DURATION",
                                "a worker that gives no sign of life for this long counts as dead; 60s by default"),
                        Option.value(
                                "--in-doubt",
                                "retry|hold",
                                "what becomes of a mail whose answer never came: it is sent again, with the same"
                                        + " Message-ID (retry, the default), or held"),
                        Option.value(
                                "--reports",
                                "HOST",
                                "tells senders what wasn't delivered to them, from postmaster@HOST; nobody is told"
                                        + " otherwise"),
                        Option.value("--route", "NAME", "the mails' route that is served; default by default"),
                        Option.list(
                                "--dkim",
                                "domain=D,selector=S,key=FILE",
                                "signs the mails of domain D when they are sent; submit takes it too, and signs at once"),
                        Option.value("--client-name", "NAME", "what EHLO says of this machine"),
                        Option.value("--password-file", "FILE", "a file whose first line is the password"),
                        Option.value("--password-command", "COMMAND", "a command that prints the password"),
                        Option.flag("--transcript", "the sessions on standard error, secrets hidden")),
                List.of(
                        "paloma outbox run --server smtp://me@mail.example.org:587 --password-file pw",
                        "paloma outbox run --server @work --until-empty --json"));
    }

    private static Command list() {
        return command(
                "list",
                "lists mails, the youngest first",
                "Lists the mails that match all given options, without their attempts.",
                List.of(
                        STATE,
                        DOMAIN,
                        Option.value("--recipient", "ADDRESS", "with this recipient"),
                        TAG,
                        Option.value("--older-than", "DURATION", "submitted at least so long ago"),
                        Option.value("--limit", "N", "so many at most; 100 by default"),
                        Option.value("--before", "ID", "only those submitted before this one: the next page")),
                List.of("paloma outbox list --state queued --domain example.net"));
    }

    private static Command show() {
        return command(
                "show",
                "shows mails with all their attempts and what the servers said",
                "Shows mails with their recipients, all their attempts, and what the servers said.",
                List.of(IDS),
                List.of("paloma outbox show 2YXB0000042"));
    }

    private static Command change(String name, String does) {
        return command(
                name,
                does,
                Character.toUpperCase(does.charAt(0)) + does.substring(1) + ".",
                List.of(IDS, ALL, STATE, DOMAIN, TAG),
                List.of(
                        "paloma outbox " + name + " 2YXB0000042",
                        "paloma outbox " + name + " --all --domain example.net"));
    }

    private static Command purge() {
        return command(
                "purge",
                "forgets mails whose story has ended",
                "Deletes the history of mails that are accepted, refused, expired or cancelled.",
                List.of(
                        Option.value("--older-than", "DURATION", "submitted at least so long ago; 7d by default"),
                        DOMAIN,
                        TAG),
                List.of("paloma outbox purge --older-than 7d"));
    }

    private static Command drain() {
        return command(
                "drain",
                "waits until workers have emptied the outbox",
                "Waits until nothing is queued or being sent any more, and shows what is left while it waits.",
                List.of(Option.value("--timeout", "DURATION", "gives up after that, with exit code 75")),
                List.of("paloma outbox drain --timeout 10m"));
    }

    private static Command stats() {
        return command(
                "stats",
                "counts mails by state, and what was done in the last minute",
                "Counts mails by state, tells the age of the oldest that waits, and what was done in the last minute.",
                List.of(
                        Option.flag("--watch", "again every two seconds, until it is stopped"),
                        Option.flag(
                                "--by-domain",
                                "what waits and what was done in the last minute, by the recipients' domains")),
                List.of("paloma outbox stats --watch"));
    }

    private static Command command(
            String name, String summary, String description, List<Option> options, List<String> examples) {
        List<Option> all =
                Stream.concat(options.stream(), Stream.of(OUTBOX, JSON)).toList();
        return new Command("outbox " + name, summary, description, all, examples, ExitTexts.OUTBOX);
    }
}
