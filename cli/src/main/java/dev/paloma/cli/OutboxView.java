package dev.paloma.cli;

import dev.paloma.Durations;
import dev.paloma.message.Mailbox;
import dev.paloma.outbox.MailQuery;
import dev.paloma.outbox.MailState;
import dev.paloma.outbox.MailStatus;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code paloma outbox list} and {@code show}. */
final class OutboxView {
    private final String name;
    private final Arguments arguments;
    private final Console console;

    OutboxView(String name, Arguments arguments, Console console) {
        this.name = name;
        this.arguments = arguments;
        this.console = console;
        if (name.equals("show") && arguments.values("ID").isEmpty()) {
            throw new UsageException("which mail? paloma outbox show ID; paloma outbox list names them");
        }
    }

    int run(Outbox outbox) {
        return name.equals("list") ? list(outbox) : show(outbox);
    }

    private int list(Outbox outbox) {
        boolean json = arguments.has("--json");
        MailQuery query = query(arguments);
        List<MailStatus> mails = outbox.list(query);
        for (MailStatus mail : mails) {
            console.line(json ? OutboxJson.mail(mail, false) : OutboxText.line(mail));
        }
        if (!json && !mails.isEmpty()) {
            String last = mails.get(mails.size() - 1).id();
            if (!outbox.list(query.before(last).withLimit(1)).isEmpty()) {
                console.note("there are more: --before " + last + " lists the next, --limit N as many as you say");
            }
        }
        return ExitCode.OK;
    }

    private int show(Outbox outbox) {
        List<String> ids = arguments.values("ID");
        ids.forEach(id -> found(outbox, id));
        int code = ExitCode.OK;
        for (String id : ids) {
            Optional<MailStatus> mail = found(outbox, id);
            if (mail.isEmpty()) {
                console.error(missing(id));
                code = ExitCode.NO_INPUT;
            } else if (arguments.has("--json")) {
                console.line(OutboxJson.mail(mail.get(), true));
            } else {
                OutboxText.lines(mail.get()).forEach(console::line);
            }
        }
        return code;
    }

    static String missing(String id) {
        return "there is no mail " + id + " in the outbox, or not any more";
    }

    /**
     * @throws UsageException if that can't be an id
     */
    static Optional<MailStatus> found(Outbox outbox, String id) {
        try {
            return outbox.show(id);
        } catch (OutboxException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The mails that the options name.
     *
     * @throws UsageException if a value means nothing
     */
    static MailQuery query(Arguments arguments) {
        MailQuery query = MailQuery.all();
        try {
            for (String given : arguments.values("--state")) {
                query = query.withState(MailState.valueOf(given.toUpperCase(Locale.ROOT)));
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("--state is queued, sending, accepted, refused, expired, held or cancelled");
        }
        try {
            query = asked(query, arguments);
        } catch (IllegalArgumentException | OutboxException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return query;
    }

    private static MailQuery asked(MailQuery all, Arguments arguments) {
        MailQuery query = all;
        for (String domain : arguments.values("--domain")) {
            query = query.withDomain(Mailbox.parse("x@" + domain).domain());
        }
        for (String recipient : arguments.values("--recipient")) {
            query = query.withRecipient(Mailbox.parse(recipient).address());
        }
        for (String tag : arguments.values("--tag")) {
            query = query.withTag(tag);
        }
        for (String age : arguments.values("--older-than")) {
            query = query.withAge(Durations.parse(age));
        }
        for (String limit : arguments.values("--limit")) {
            query = query.withLimit(limit.matches("[0-9]{1,6}") ? Integer.parseInt(limit) : 0);
        }
        for (String id : arguments.values("--before")) {
            query = query.before(id);
        }
        return query;
    }
}
