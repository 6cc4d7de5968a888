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
    private final DeliveryOptions wishes;

    /**
     * @throws UsageException if options contradict each other or have values that mean nothing
     */
    SendCommand(Arguments arguments, Environment environment, Console console) {
        this.arguments = arguments;
        this.environment = environment;
        this.console = console;
        Composer.check(arguments);
        arguments.exclude("--password-file", "--password-command");
        arguments.exclude("--dry-run", "--json");
        report = arguments.has("--json") ? new JsonReport(console) : new TextReport(console);
        Delivery.check(arguments);
        Signers.check(arguments);
        wishes = Wishes.of(arguments);
    }

    /** Sends, and reports. */
    int run() {
        try {
            return arguments.has("--dry-run") ? show() : send();
        } catch (UsageException e) {
            throw e;
        } catch (RuntimeException e) {
            Trouble trouble = Trouble.of(e);
            report.stopped(trouble);
            if (trouble.exitCode() == ExitCode.FAULT && arguments.has("--transcript")) {
                console.stackTrace(e);
            }
            return trouble.exitCode();
        }
    }

    private int show() {
        List<DkimSigner> signers = Signers.of(arguments);
        Content composed = new Composer(arguments, environment, new Inputs(console)).content();
        Content content = DkimSigner.sign(composed, signers);
        Form form = content.form(Form.PLAIN);
        try {
            Sink sink = Sink.to(console.out());
            content.writeTo(sink, form);
            sink.flush();
        } catch (IOException e) {
            throw Trouble.unreadable(Inputs.reason(e), e);
        }
        console.flush();
        return ExitCode.OK;
    }

    private int send() {
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
