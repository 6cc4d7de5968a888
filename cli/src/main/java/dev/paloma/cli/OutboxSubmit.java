package dev.paloma.cli;

import dev.paloma.dkim.DkimSigner;
import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.Outbox.Submitted;
import java.io.IOException;
import java.io.InputStream;

/** {@code paloma outbox submit}. */
final class OutboxSubmit {
    private final Arguments arguments;
    private final Environment environment;
    private final Console console;

    /**
     * @throws UsageException if options contradict each other or have values that mean nothing
     */
    OutboxSubmit(Arguments arguments, Environment environment, Console console) {
        this.arguments = arguments;
        this.environment = environment;
        this.console = console;
        Composer.check(arguments);
        Signers.check(arguments);
        for (Option option : OutboxOptions.alone()) {
            if (arguments.has("--lines") && arguments.has(option.name())) {
                throw new UsageException("--lines brings mails of its own, so " + option.name() + " can't go with it");
            }
        }
    }

    int run(Outbox outbox) {
        String lines = arguments.value("--lines");
        return lines == null ? one(outbox) : many(outbox, lines);
    }

    private int one(Outbox outbox) {
        SubmitWishes wishes = SubmitWishes.of(arguments);
        Composer composer = new Composer(arguments, environment, new Inputs(console));
        Content content = DkimSigner.sign(identified(composer.content()), Signers.of(arguments));
        Envelope envelope = composer.envelope(content).with(Wishes.of(arguments));
        Submitted submitted = outbox.submit(new Mail(envelope, content), wishes.options());
        console.line(OutboxJson.submitted(submitted, wishes.key()));
        return ExitCode.OK;
    }

    private static Content identified(Content content) {
        try {
            return IdentifiedContent.of(content);
        } catch (IOException e) {
            throw Trouble.unreadable("can't read the mail: " + Inputs.reason(e) + "; nothing was submitted", e);
        }
    }

    /** One bad line doesn't stop the others; the exit code tells of it. */
    private int many(Outbox outbox, String name) {
        boolean standard = name.equals("-");
        try (InputStream in = standard ? new Inputs(console).standard() : Inputs.open(Environment.path(name))) {
            return new LineQueue(outbox, console, new LineQueue.Author(author(), Signers.of(arguments))).submit(in);
        } catch (IOException e) {
            throw Trouble.unreadable("can't read '" + name + "': " + Inputs.reason(e), e);
        }
    }

    private String author() {
        String variable = environment.get("PALOMA_FROM");
        return variable == null ? ThisMachine.user() : variable;
    }
}
