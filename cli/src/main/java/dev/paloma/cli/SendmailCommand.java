package dev.paloma.cli;

import dev.paloma.Mailer;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.message.MessageException;
import dev.paloma.smtp.Acceptance;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code paloma sendmail}, and what it is through links named sendmail and mailq. */
final class SendmailCommand {
    private final SendmailArguments arguments;
    private final Environment environment;
    private final Console console;
    private final Qualifier qualifier = new Qualifier(ThisMachine::host);

    SendmailCommand(SendmailArguments arguments, Environment environment, Console console) {
        this.arguments = arguments;
        this.environment = environment;
        this.console = console;
    }

    int run() {
        try {
            return switch (arguments.mode()) {
                case 'p' -> queue();
                case 's' -> speak();
                case 'v' -> verify();
                default -> submit();
            };
        } catch (UsageException e) {
            throw e;
        } catch (RuntimeException e) {
            Trouble trouble = Trouble.of(e);
            error(trouble.line());
            if (trouble.exitCode() == ExitCode.FAULT && arguments.verbose()) {
                console.stackTrace(e);
            }
            return trouble.exitCode();
        }
    }

    private void error(String line) {
        if (!arguments.quiet()) {
            console.error(line);
        }
    }

    /** Programs look for the first four words. */
    private int queue() {
        if (SendmailQueue.isThere(environment)) {
            try (SendmailQueue queue = new SendmailQueue(environment, console, false)) {
                queue.list();
            }
        } else {
            console.line("Mail queue is empty: each mail is sent at once, and its sender told if that fails");
        }
        return ExitCode.OK;
    }

    private int verify() {
        List<Mailbox> recipients = recipients();
        if (recipients.isEmpty()) {
            throw new UsageException("-bv needs addresses to look at; see paloma sendmail --help");
        }
        String next;
        if (SendmailQueue.isWanted(environment)) {
            next = "the outbox";
        } else {
            try (Relay relay = new Relay(environment)) {
                next = relay + ", which wasn't asked (paloma check asks)";
            }
        }
        recipients.forEach(recipient -> console.line(recipient.address() + "... would go to " + next));
        return ExitCode.OK;
    }

    private int speak() {
        if (SendmailQueue.isWanted(environment)) {
            try (SendmailQueue queue = orGreeted(() -> new SendmailQueue(environment, console, true))) {
                return speak((envelope, content) -> "queued as " + queue.submit(envelope, content));
            }
        }
        try (Relay relay = orGreeted(() -> new Relay(environment));
                Mailer mailer = relay.mailer(Acceptance.ALL, transcript())) {
            return speak((envelope, content) -> {
                mailer.send(envelope, content);
                return "sent on";
            });
        }
    }

    private int speak(SmtpSession.Next next) {
        return new SmtpSession(console, next, new Submission(author(), qualifier), qualifier).run();
    }

    /** Who speaks SMTP waits for a greeting, and hears why there is none. */
    private <T> T orGreeted(Supplier<T> way) {
        try {
            return way.get();
        } catch (Trouble e) {
            console.out()
                    .print(
                            e.exitCode() == ExitCode.TEMPORARY
                                    ? "421 4.3.0 The outbox can't be used now\r\n"
                                    : "421 4.3.5 There is nowhere to send by\r\n");
            throw e;
        }
    }

    /** The mail is read before anything else is looked at: a program that writes to a closed pipe would learn nothing. */
    private int submit() {
        if (arguments.operands().isEmpty() && !arguments.recipientsFromHeader()) {
            throw new UsageException(
                    "no recipient: name some, or let -t take them from the mail; see paloma sendmail" + " --help");
        }
        Content content = content();
        Envelope envelope = envelope(content).with(arguments.wishes());
        if (SendmailQueue.isWanted(environment)) {
            return store(envelope, content);
        }
        try (Relay relay = new Relay(environment);
                Mailer mailer = relay.mailer(Acceptance.AT_LEAST_ONE, transcript())) {
            Receipt receipt = mailer.send(envelope, content);
            complain(receipt);
            return ExitCode.of(receipt, null);
        } catch (SendException e) {
            error(String.valueOf(e.getMessage()));
            return ExitCode.of(e.receipt(), e);
        }
    }

    private int store(Envelope envelope, Content content) {
        try (SendmailQueue queue = new SendmailQueue(environment, console, true)) {
            String id = queue.submit(envelope, content);
            if (arguments.verbose()) {
                console.error("queued as " + id);
            }
            return ExitCode.OK;
        }
    }

    private @Nullable Transcript transcript() {
        return arguments.verbose() ? new Transcript(console) : null;
    }

    /** Whom it didn't reach, although it reached others. */
    private void complain(Receipt receipt) {
        for (Receipt.Row row : receipt.rows()) {
            if (row.outcome() != Outcome.ACCEPTED) {
                String said = row.reply() == null ? row.text() : row.reply().toString();
                error(row.recipient().address() + " was not taken: " + said);
            }
        }
    }

    private Content content() {
        InputStream in = arguments.ignoresDots() ? console.in() : new DotInput(console.in());
        try {
            return new Submission(author(), qualifier).read(in);
        } catch (IOException e) {
            throw Trouble.unreadable("can't read the mail: " + Inputs.reason(e) + "; nothing was sent", e);
        }
    }

    /** For From, where it is missing. */
    private Mailbox author() {
        String sender = arguments.sender();
        String variable = environment.get("PALOMA_FROM");
        String address =
                sender != null && !sender.isEmpty() ? sender : variable != null ? variable : ThisMachine.user();
        Mailbox mailbox = address("the sender", address);
        String name = arguments.fullName();
        return name == null || name.isBlank() ? mailbox : Mailbox.of(name, mailbox.address());
    }

    private Envelope envelope(Content content) {
        HeaderPeople people = new HeaderPeople(content.headers());
        List<Mailbox> recipients = new ArrayList<>(recipients());
        if (arguments.recipientsFromHeader()) {
            recipients.addAll(people.recipients());
        }
        if (recipients.isEmpty()) {
            throw Trouble.invalid("no recipient in To, Cc or Bcc, and none is given; nothing was sent", null);
        }
        return Envelope.of(sender(people), recipients);
    }

    private List<Mailbox> recipients() {
        List<Mailbox> recipients = new ArrayList<>();
        for (String list : arguments.operands()) {
            try {
                recipients.addAll(Mailbox.parseList(qualifier.qualified(list)));
            } catch (MessageException e) {
                throw Trouble.invalid("recipient: " + e.getMessage() + "; nothing was sent", e);
            }
        }
        return recipients;
    }

    private @Nullable Mailbox sender(HeaderPeople people) {
        String given = arguments.sender();
        if (given != null) {
            return given.isEmpty() ? null : address("-f", given);
        }
        String variable = environment.get("PALOMA_FROM");
        Mailbox named = variable == null ? people.sender() : address("PALOMA_FROM", variable);
        return named == null ? author() : named;
    }

    private Mailbox address(String what, String text) {
        try {
            return Mailbox.parse(qualifier.qualified(text));
        } catch (MessageException e) {
            throw Trouble.invalid(what + ": " + e.getMessage() + "; nothing was sent", e);
        }
    }
}
