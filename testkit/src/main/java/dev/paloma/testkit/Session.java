package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The well-behaved, strict server on one connection; scripts step in through the {@link Dialogue}. */
final class Session {
    /** RFC 2920 §3.1, RFC 4954 §3 and RFC 3207: nothing may follow these in the same group. */
    private static final Set<String> LAST_IN_GROUP =
            Set.of("EHLO", "HELO", "LHLO", "VRFY", "EXPN", "NOOP", "QUIT", "STARTTLS", "AUTH");

    /** Any client may try these, and a server may do without (RFC 5321 §4.5.1). */
    private static final Set<String> NOT_IMPLEMENTED = Set.of("HELP", "EXPN");

    private final Dialogue dialogue;
    private final Settings settings;
    private final Greeted client = new Greeted();
    private final MailCommands mail;

    Session(Dialogue dialogue) {
        this.dialogue = dialogue;
        this.settings = dialogue.settings();
        this.mail = new MailCommands(dialogue, client);
    }

    void run() throws IOException {
        dialogue.answer(Step.Kind.CONNECT, "", "", Reply.none());
        if (settings.implicitTls && settings.certificate != null) {
            dialogue.startTls(settings.certificate);
        }
        String protocol = settings.lmtp ? " LMTP" : " ESMTP";
        dialogue.answer(Step.Kind.GREETING, "", "", Reply.of(220, settings.name + protocol + " ready"));
        resume();
    }

    /** Answers commands until the client leaves. */
    void resume() throws IOException {
        boolean on = true;
        while (on) {
            String line = dialogue.line();
            on = line != null && command(Command.parse(line));
        }
    }

    private boolean command(Command command) throws IOException {
        judge(command);
        switch (command.verb()) {
            case "EHLO", "LHLO" -> ehlo(command);
            case "HELO" -> helo(command);
            case "STARTTLS" -> startTls(command);
            case "AUTH" -> auth(command);
            case "MAIL" -> mail.mail(command);
            case "RCPT" -> mail.rcpt(command);
            case "DATA" -> mail.data(command);
            case "BDAT" -> bdat(command);
            case "RSET" -> rset(command);
            case "NOOP" -> simple(Step.Kind.NOOP, command, Reply.of(250, "2.0.0 ok"));
            case "VRFY" -> simple(Step.Kind.VRFY, command, Reply.of(252, "2.1.5 perhaps"));
            case "QUIT" -> {
                simple(Step.Kind.QUIT, command, Reply.of(221, "2.0.0 bye"));
                dialogue.wire().close();
                return false;
            }
            default -> other(command);
        }
        return true;
    }

    private void judge(Command command) throws IOException {
        int length = command.line().getBytes(UTF_8).length + 2;
        if (!command.verb().equals("AUTH") && length > client.told.commandLimit(command.verb())) {
            dialogue.violation(command.verb() + " of " + length + " bytes is over the limit");
        }
        boolean chunk = command.verb().equals("BDAT");
        boolean alone = LAST_IN_GROUP.contains(command.verb()) || !client.told.offers("PIPELINING");
        // DATA has its own check; a chunk follows its command at once
        if (alone && !chunk && !command.verb().equals("DATA") && dialogue.wire().hasMore()) {
            dialogue.violation("bytes after " + command.verb() + " before its reply");
        }
    }

    private void ehlo(Command command) throws IOException {
        if (settings.lmtp != command.verb().equals("LHLO")) {
            dialogue.violation(command.verb() + " isn't of this protocol");
            dialogue.answer(Step.Kind.OTHER, command.line(), command.verb(), Reply.of(500, "5.5.1 not here"));
            return;
        }
        checkName(command);
        List<String> lines = new ArrayList<>();
        lines.add(settings.name);
        lines.addAll(settings.extensions);
        if (settings.certificate != null && dialogue.wire().layers() < settings.layers) {
            lines.add("STARTTLS");
        }
        if (!settings.users.isEmpty()) {
            lines.add("AUTH PLAIN LOGIN");
        }
        Reply usual = Reply.of(250, lines.toArray(new String[0]));
        Reply reply = dialogue.reply(Step.Kind.EHLO, command.line(), command.argument(), usual);
        int code = reply.code() == 0 ? usual.code() : reply.code();
        if (code == 250) {
            greeted(command, new Capabilities(Transcript.decode(reply.bytes())));
        }
        dialogue.send(reply, usual);
    }

    private void helo(Command command) throws IOException {
        checkName(command);
        Reply usual = Reply.of(250, settings.name);
        if (dialogue.answer(Step.Kind.HELO, command.line(), command.argument(), usual) == 250) {
            greeted(command, Capabilities.NONE);
        }
    }

    private void checkName(Command command) {
        if (!command.argument().matches("[!-~]+")) {
            dialogue.violation(command.verb() + " without a sound name: " + Transcript.visible(command.argument()));
        }
    }

    private void greeted(Command command, Capabilities told) {
        client.name = command.argument();
        client.told = told;
        mail.reset();
    }

    private void startTls(Command command) throws IOException {
        TestCertificate certificate = settings.certificate;
        Reply usual = Reply.of(220, "2.0.0 go ahead");
        if (certificate == null || dialogue.wire().layers() == settings.layers || !client.told.offers("STARTTLS")) {
            dialogue.violation("STARTTLS wasn't offered");
            usual = Reply.of(503, "5.5.1 not now");
        }
        int code = dialogue.answer(Step.Kind.STARTTLS, command.line(), command.argument(), usual);
        if (code == 220) {
            dialogue.startTls(certificate == null ? TestCertificate.GOOD : certificate);
            client.name = null;
            client.told = Capabilities.NONE;
            client.user = null;
            mail.reset();
        }
    }

    private void auth(Command command) throws IOException {
        String[] words = command.argument().split(" ", -1);
        if (!client.told.offers("AUTH") || client.user != null || mail.isUnderWay() || words.length > 2) {
            dialogue.violation("AUTH out of turn or not well-formed");
        }
        @Nullable
        String user = new Authentication(dialogue, words[0]).run(command.line(), words.length > 1 ? words[1] : null);
        if (user != null) {
            client.user = user;
        }
    }

    private void bdat(Command command) throws IOException {
        String[] words = command.argument().split(" ", -1);
        boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        if (!words[0].matches("[0-9]{1,18}") || (words.length > 1 && !last)) {
            dialogue.violation("BDAT isn't well-formed");
            simple(Step.Kind.BDAT, command, Reply.of(501, "5.5.4 length?"));
            return;
        }
        mail.bdat(command, Long.parseLong(words[0]), last);
    }

    private void rset(Command command) throws IOException {
        if (dialogue.answer(Step.Kind.RSET, command.line(), command.argument(), Reply.of(250, "2.0.0 ok")) == 250) {
            mail.reset();
        }
    }

    private void simple(Step.Kind kind, Command command, Reply usual) throws IOException {
        dialogue.answer(kind, command.line(), command.argument(), usual);
    }

    private void other(Command command) throws IOException {
        boolean queue = command.line().equalsIgnoreCase("QUED") && client.told.offers("XQUE");
        if (queue) {
            dialogue.answer(Step.Kind.OTHER, command.line(), command.verb(), Reply.of(250, "2.0.0 will queue"));
            return;
        }
        Rule rule = dialogue.rules().find(Step.Kind.OTHER, command.verb());
        boolean known = NOT_IMPLEMENTED.contains(command.verb());
        Reply usual = known ? Reply.of(502, "5.5.1 not implemented") : Reply.of(500, "5.5.1 not known here");
        if (rule == null && known) {
            dialogue.send(usual, usual);
        } else if (rule == null) {
            dialogue.violation("unknown command " + Transcript.visible(command.verb()));
            dialogue.send(usual, usual);
        } else {
            dialogue.send(dialogue.apply(rule, command.line(), command.verb(), usual), usual);
        }
    }
}
