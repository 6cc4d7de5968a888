package dev.paloma.cli;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.MessageException;
import dev.paloma.message.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the mail that the arguments ask for, and its envelope. */
final class Composer {
    /** The options that compose, none of which goes with a mail that is composed already. */
    static final List<String> COMPOSING = List.of(
            "--from",
            "--sender",
            "--reply-to",
            "--to",
            "--cc",
            "--bcc",
            "--subject",
            "--message-id",
            "--header",
            "--text",
            "--text-file",
            "--html",
            "--html-file",
            "--attach",
            "--inline");

    private final Arguments arguments;
    private final Environment environment;
    private final Inputs inputs;

    Composer(Arguments arguments, Environment environment, Inputs inputs) {
        this.arguments = arguments;
        this.environment = environment;
        this.inputs = inputs;
    }

    /**
     * @throws UsageException if options exclude each other
     */
    static void check(Arguments arguments) {
        arguments.exclude("--text", "--text-file");
        arguments.exclude("--html", "--html-file");
        for (String option : COMPOSING) {
            if (arguments.has("--eml") && arguments.has(option)) {
                throw new UsageException("--eml sends a mail as it is, so " + option
                        + " can't go with it; --envelope-from and --recipient can");
            }
        }
        for (String inline : arguments.values("--inline")) {
            if (inline.indexOf('=') <= 0) {
                throw new UsageException("--inline needs an id and a file: --inline logo=logo.png");
            }
        }
        for (String header : arguments.values("--header")) {
            if (header.indexOf(':') <= 0) {
                throw new UsageException("--header needs a name, a colon and a value: --header 'X-Tag: blue'");
            }
        }
    }

    /**
     * @throws MessageException if it isn't valid
     * @throws Trouble if a file can't be read
     */
    Content content() {
        String eml = arguments.value("--eml");
        if (eml != null) {
            return ready(eml);
        }
        Message.Builder builder = Message.builder();
        addresses(builder);
        fields(builder);
        bodies(builder);
        for (String inline : arguments.values("--inline")) {
            int equals = inline.indexOf('=');
            builder.inline(inline.substring(0, equals), file(inline.substring(equals + 1)));
        }
        for (String attachment : arguments.values("--attach")) {
            builder.attach(part(FileArgument.parse(attachment)));
        }
        return builder.build();
    }

    private Content ready(String eml) {
        try {
            return eml.equals("-") ? Content.of(inputs.standard()) : ready(eml, file(eml));
        } catch (IOException e) {
            throw Trouble.unreadable("can't read standard input: " + Inputs.reason(e) + "; nothing was sent", e);
        }
    }

    private static Content ready(String name, Path file) {
        try {
            return Content.of(file);
        } catch (IOException e) {
            throw Trouble.unreadable("can't read '" + name + "': " + Inputs.reason(e) + "; nothing was sent", e);
        }
    }

    private void addresses(Message.Builder builder) {
        List<String> from = given("--from");
        String variable = environment.get("PALOMA_FROM");
        if (from.isEmpty()) {
            from = List.of(variable != null ? variable : ThisMachine.user());
        }
        builder.from(from.toArray(String[]::new))
                .replyTo(given("--reply-to").toArray(String[]::new))
                .to(given("--to").toArray(String[]::new))
                .cc(given("--cc").toArray(String[]::new))
                .bcc(given("--bcc").toArray(String[]::new));
        for (String sender : given("--sender")) {
            builder.sender(sender);
        }
    }

    /** Addresses; a variable of a script that is empty by mistake isn't the same as none. */
    private List<String> given(String option) {
        List<String> values = arguments.values(option);
        for (String value : values) {
            if (value.isBlank()) {
                throw new MessageException(option + " is empty: give an address, or leave the option out");
            }
        }
        return values;
    }

    private void fields(Message.Builder builder) {
        String subject = arguments.value("--subject");
        if (subject != null) {
            builder.subject(subject);
        }
        String id = arguments.value("--message-id");
        if (id != null) {
            builder.messageId(id);
        }
        for (String header : arguments.values("--header")) {
            int colon = header.indexOf(':');
            builder.header(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
    }

    private void bodies(Message.Builder builder) {
        String html = body("--html", "--html-file");
        String text = body("--text", "--text-file");
        if (text == null && html == null) {
            text = inputs.text("-");
        }
        if (text != null) {
            builder.text(text);
        }
        if (html != null) {
            builder.html(html);
        }
    }

    private @Nullable String body(String direct, String inFile) {
        String file = arguments.value(inFile);
        return file == null ? arguments.value(direct) : inputs.text(file);
    }

    private static Part part(FileArgument given) {
        Path path = file(given.file());
        Part.Builder part = Part.builder().attachment();
        if (given.type() != null) {
            part.contentType(given.type());
        }
        part.name(given.name() == null ? String.valueOf(path.getFileName()) : given.name());
        boolean message = "message/rfc822".equalsIgnoreCase(given.type());
        return message
                ? part.content(ready(given.file(), path)).build()
                : part.file(path).build();
    }

    /** Files are looked at first, so that the reason has no path in it twice and a folder isn't taken for a file. */
    private static Path file(String name) {
        Path path = Environment.path(name);
        String reason = !Files.exists(path)
                ? "no such file"
                : Files.isDirectory(path) ? "it is a folder" : Files.isReadable(path) ? "" : "permission denied";
        if (!reason.isEmpty()) {
            throw Trouble.unreadable("can't read '" + name + "': " + reason + "; nothing was sent", null);
        }
        return path;
    }

    /**
     * Whom the mail comes from and goes to on the wire.
     *
     * @throws MessageException if there is nobody, or an address isn't valid
     */
    Envelope envelope(Content content) {
        String from = arguments.value("--envelope-from");
        if (!arguments.has("--recipient")) {
            return from == null ? content.envelope() : Envelope.of(sender(from), named(content));
        }
        List<Mailbox> recipients = new ArrayList<>();
        for (String list : given("--recipient")) {
            recipients.addAll(Mailbox.parseList(list));
        }
        return Envelope.of(from == null ? author(content) : sender(from), recipients);
    }

    /** The recipients by the header, which needn't name a sender. */
    private static List<Mailbox> named(Content content) {
        List<Mailbox> recipients = new HeaderPeople(content.headers()).recipients();
        return recipients.isEmpty() ? content.envelope().recipients() : recipients;
    }

    private static @Nullable Mailbox sender(String given) {
        return given.isBlank() || given.equals("<>") ? null : Mailbox.parse(given);
    }

    /** The sender by the header, even where that names no recipients. */
    private static @Nullable Mailbox author(Content content) {
        try {
            return content.envelope().sender();
        } catch (MessageException e) {
            String sender = content.headers().get("Sender");
            String field = sender == null ? content.headers().get("From") : sender;
            List<Mailbox> named = field == null || field.isEmpty() ? List.of() : Mailbox.parseList(field);
            if (named.size() != 1) {
                throw new MessageException("the header names no single sender: give --envelope-from");
            }
            return named.get(0);
        }
    }
}
