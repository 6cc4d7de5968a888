package dev.paloma.cli;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.outbox.MailQuery;
import dev.paloma.outbox.MailState;
import dev.paloma.outbox.MailStatus;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.SubmitOptions;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code paloma sendmail} where {@code PALOMA_OUTBOX} names an outbox: mails are stored there instead of being sent, and
 * mailq lists what waits, in the form that programs which watch queues read.
 */
final class SendmailQueue implements AutoCloseable {
    private static final int PAGE = 1000;
    private static final String LEFT = " ".repeat(41);
    /** In the order of the list, each with the mark behind its ids. */
    private static final Map<MailState, String> LISTED =
            Map.of(MailState.SENDING, "*", MailState.QUEUED, " ", MailState.HELD, "!");

    private final Outbox outbox;
    private final Console console;
    private long octets;
    private long mails;

    /**
     * @param makes whether it is made if it isn't there
     * @throws Trouble if it can't be opened
     */
    SendmailQueue(Environment environment, Console console, boolean makes) {
        this.outbox = OutboxCommand.open(null, environment, makes);
        this.console = console;
    }

    /** Whether mails are stored. */
    static boolean isWanted(Environment environment) {
        return environment.get(OutboxCommand.VARIABLE) != null;
    }

    /** Whether there is one to look into: where mails are stored, or else where paloma outbox keeps the user's own. */
    static boolean isThere(Environment environment) {
        return isWanted(environment) || Files.exists(environment.outbox());
    }

    /**
     * Stores a mail; it is durable when this returns.
     *
     * @return its id
     */
    String submit(Envelope envelope, Content content) {
        return outbox.submit(new Mail(envelope, content), SubmitOptions.standard())
                .id();
    }

    /** Prints what waits, is being sent, or is held. */
    void list() {
        for (MailState state : List.of(MailState.SENDING, MailState.QUEUED, MailState.HELD)) {
            MailQuery query = MailQuery.all().withState(state).withLimit(PAGE);
            List<MailStatus> page = outbox.list(query);
            while (!page.isEmpty()) {
                page.forEach(this::print);
                page = outbox.list(query.before(page.get(page.size() - 1).id()));
            }
        }
        console.line(
                mails == 0
                        ? "Mail queue is empty"
                        : "-- " + (octets + 1023) / 1024 + " Kbytes in " + mails
                                + (mails == 1 ? " Request." : " Requests."));
    }

    private void print(MailStatus mail) {
        if (mails == 0) {
            console.line("-Queue ID-   --Size-- ----Arrival Time---- -Sender/Recipient-------");
        }
        mails++;
        octets += mail.size();
        console.line(String.format(
                Locale.ROOT,
                "%-12s%9d %s  %s",
                mail.id() + LISTED.get(mail.state()),
                mail.size(),
                arrival(mail.times().submitted()),
                mail.sender() == null ? "MAILER-DAEMON" : mail.sender()));
        for (MailStatus.Recipient recipient : detailed(mail).recipients()) {
            if (LISTED.containsKey(recipient.state())) {
                if (recipient.text() != null) {
                    console.line("    (" + recipient.text() + ")");
                }
                console.line(LEFT + recipient.address());
            }
        }
        console.line("");
    }

    /** With what the servers said, if the mail has been tried. */
    private MailStatus detailed(MailStatus mail) {
        Instant next = mail.times().next();
        boolean putOff = next != null && next.isAfter(mail.times().submitted());
        return putOff ? outbox.show(mail.id()).orElse(mail) : mail;
    }

    private static String arrival(Instant time) {
        return DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss", Locale.ENGLISH)
                .format(time.atZone(ZoneId.systemDefault()));
    }

    /** For people. */
    @Override
    public String toString() {
        return "the outbox";
    }

    @Override
    public void close() {
        outbox.close();
    }
}
