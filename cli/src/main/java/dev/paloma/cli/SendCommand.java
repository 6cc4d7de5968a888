package dev.paloma.cli;

import dev.paloma.Server;
import dev.paloma.dkim.DkimSigner;
import dev.paloma.message.Content;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.util.List;

/** {@code paloma send}. */
final class SendCommand {
    private final Arguments arguments;
    private final Environment environment;
    private final Console console;
    private final Report report;

    SendCommand(Arguments arguments, Environment environment, Console console) {
        this.arguments = arguments;
        this.environment = environment;
        this.console = console;
        report = arguments.has("--json") ? new JsonReport(console) : new TextReport(console);
    }

    /** Sends, and reports. */
    int run() {
        try {
            DeliveryOptions wishes = wishes();
            return arguments.has("--dry-run") ? show(wishes) : send(wishes);
        } catch (RuntimeException e) {
            Trouble trouble = Trouble.of(e);
            report.stopped(trouble);
            if (trouble.exitCode() == ExitCode.FAULT && arguments.has("--transcript")) {
                console.stackTrace(e);
            }
            return trouble.exitCode();
        }
    }

    /**
     * What is asked of the delivery, once all options are looked at.
     *
     * @throws UsageException if they contradict each other or have values that mean nothing
     */
    private DeliveryOptions wishes() {
        Composer.check(arguments);
        arguments.exclude("--password-file", "--password-command");
        if (arguments.has("--dry-run") && arguments.has("--json")) {
            throw new UsageException("--dry-run prints the mail itself, and there is no result that --json could tell");
        }
        Delivery.check(arguments);
        Signers.check(arguments);
        return Wishes.of(arguments);
    }

    /** All that a send does before it connects, but for passwords, which nobody needs for this. */
    private int show(DeliveryOptions wishes) {
        if (arguments.has("--server") || environment.get("PALOMA_SERVER") != null) {
            Servers.named(arguments, environment).stream()
                    .filter(name -> !Servers.isInbox(name))
                    .forEach(Servers::parse);
        }
        List<DkimSigner> signers = Signers.of(arguments);
        Composer composer = new Composer(arguments, environment, new Inputs(console));
        Content content = DkimSigner.sign(composer.content(), signers);
        composer.envelope(content).with(wishes);
        Form form = content.form(Form.PLAIN);
        try {
            Sink sink = Sink.to(console.out());
            content.writeTo(sink, form);
            sink.flush();
        } catch (IOException e) {
            throw Trouble.unreadable(Inputs.reason(e), e);
        }
        return console.lost() == null ? ExitCode.OK : ExitCode.TEMPORARY;
    }

    private int send(DeliveryOptions wishes) {
        List<String> names = Servers.named(arguments, environment);
        try (LocalInbox inbox = new LocalInbox(environment.inbox())) {
            List<Server> servers = Servers.complete(names, inbox, arguments, environment);
            List<DkimSigner> signers = Signers.of(arguments);
            Composer composer = new Composer(arguments, environment, new Inputs(console));
            Content content = DkimSigner.sign(composer.content(), signers);
            Envelope envelope = composer.envelope(content).with(wishes);
            return new Delivery(arguments, console, report).deliver(servers, envelope, content, inbox);
        }
    }
}
