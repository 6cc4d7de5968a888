package dev.paloma.cli;

import dev.paloma.outbox.MailQuery;
import dev.paloma.outbox.Outbox;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** {@code paloma outbox retry}, {@code hold}, {@code release}, {@code cancel} and {@code purge}. */
final class OutboxChange {
    private static final Duration HISTORY = Duration.ofDays(7);

    private final String name;
    private final Arguments arguments;
    private final Console console;
    private final MailQuery query;

    OutboxChange(String name, Arguments arguments, Console console) {
        this.name = name;
        this.arguments = arguments;
        this.console = console;
        this.query = OutboxView.query(arguments);
        boolean named = !arguments.values("ID").isEmpty();
        boolean chosen = arguments.has("--domain") || arguments.has("--tag") || arguments.has("--state");
        if (!name.equals("purge") && (named == arguments.has("--all") || (named && chosen))) {
            throw new UsageException("which mails? paloma outbox " + name
                    + " ID…, or --all, with --domain, --tag or --state for some of them");
        }
    }

    int run(Outbox outbox) {
        if (arguments.values("ID").isEmpty()) {
            int changed = all(outbox);
            console.line(
                    arguments.has("--json") ? OutboxJson.changed(changed) : OutboxText.mails(changed) + " " + done());
            return ExitCode.OK;
        }
        int code = ExitCode.OK;
        Set<String> missing = new HashSet<>();
        for (String id : arguments.values("ID")) {
            if (OutboxView.found(outbox, id).isEmpty()) {
                missing.add(id);
            }
        }
        for (String id : arguments.values("ID")) {
            boolean changed = one(outbox, id);
            if (arguments.has("--json")) {
                console.line(OutboxJson.changed(id, changed));
            } else if (changed) {
                console.line(id + ": " + done());
            }
            if (!changed) {
                console.error(
                        missing.contains(id)
                                ? OutboxView.missing(id)
                                : id + " can't be " + done() + " as it is now; paloma outbox show " + id + " tells");
                code = ExitCode.NO_INPUT;
            }
        }
        return code;
    }

    private int all(Outbox outbox) {
        return switch (name) {
            case "retry" -> outbox.retry(query);
            case "hold" -> outbox.hold(query);
            case "release" -> outbox.release(query);
            case "cancel" -> outbox.cancel(query);
            default -> outbox.purge(arguments.has("--older-than") ? query : query.withAge(HISTORY));
        };
    }

    private boolean one(Outbox outbox, String id) {
        return switch (name) {
            case "retry" -> outbox.retry(id);
            case "hold" -> outbox.hold(id);
            case "release" -> outbox.release(id);
            default -> outbox.cancel(id);
        };
    }

    private String done() {
        return switch (name) {
            case "retry" -> "tried again";
            case "hold" -> "held";
            case "release" -> "released";
            case "cancel" -> "cancelled";
            default -> "purged";
        };
    }
}
