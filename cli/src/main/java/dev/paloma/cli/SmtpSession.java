package dev.paloma.cli;

import dev.paloma.SendException;
import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.message.MessageException;
import dev.paloma.outbox.OutboxException;
import dev.paloma.smtp.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of SMTP on standard input and output, {@code sendmail -bs}: each mail is sent on, or stored, before it
 * is answered, to all of its recipients or to nobody, and the answer is what came of that. For one thread.
 */
final class SmtpSession {
    private static final long LARGEST = 128L << 20;
    private static final int MOST_RECIPIENTS = 1000;
    private static final int MOST_ERRORS = 20;
    private static final Pattern OF_MAIL = Pattern.compile("(?i)SIZE=[0-9]{1,20}|BODY=(?:7BIT|8BITMIME)|SMTPUTF8");
    private static final Pattern NONE = Pattern.compile("");

    private final Console console;
    private final SmtpLines lines;
    private final Next next;
    private final Submission submission;
    private final Qualifier qualifier;
    private final List<Mailbox> recipients = new ArrayList<>();
    private @Nullable Mailbox sender;
    private boolean greeted;
    private boolean begun;
    private boolean open = true;
    private int errors;

    /** Where the mails go. */
    @FunctionalInterface
    interface Next {
        /**
         * Takes one on, and says how, in a few words.
         *
         * @throws SendException if it isn't sent
         * @throws OutboxException if it can't be stored
         */
        String take(Envelope envelope, Content content);
    }

    SmtpSession(Console console, Next next, Submission submission, Qualifier qualifier) {
        this.console = console;
        this.lines = new SmtpLines(console.in());
        this.next = next;
        this.submission = submission;
        this.qualifier = qualifier;
    }

    /** Serves one client to its end, and gives back the exit code. */
    int run() {
        try {
            reply("220 localhost ESMTP Paloma");
            while (open) {
                String line = lines.command();
                if (line == null) {
                    return ExitCode.OK;
                }
                obey(line);
            }
            return ExitCode.OK;
        } catch (EOFException e) {
            console.error(e.getMessage() + "; it wasn't sent");
            return ExitCode.INVALID;
        } catch (IOException e) {
            throw Trouble.unreadable("can't read standard input: " + Inputs.reason(e), e);
        }
    }

    private void reply(String... answer) {
        for (String line : answer) {
            console.out().print(OneLine.of(line) + "\r\n");
        }
        console.out().flush();
    }

    private void refuse(String answer) {
        if (++errors < MOST_ERRORS) {
            reply(answer);
        } else {
            reply("421 4.7.0 Too many errors");
            open = false;
        }
    }

    private void obey(String line) throws IOException {
        if (line.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            refuse("500 5.5.2 Line too long, or with control characters");
            return;
        }
        int space = line.indexOf(' ');
        String argument = space < 0 ? "" : line.substring(space + 1).strip();
        switch ((space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT)) {
            case "EHLO" ->
                greet(
                        "250-localhost",
                        "250-PIPELINING",
                        "250-SIZE " + LARGEST,
                        "250-8BITMIME",
                        "250-SMTPUTF8",
                        "250 ENHANCEDSTATUSCODES");
            case "HELO" -> greet("250 localhost");
            case "MAIL" -> mail(argument);
            case "RCPT" -> rcpt(argument);
            case "DATA" -> data();
            case "RSET" -> {
                reset();
                reply("250 2.0.0 Ok");
            }
            case "NOOP" -> reply("250 2.0.0 Ok");
            case "VRFY" -> reply("252 2.5.0 Not asked; send, and it will be seen");
            case "HELP" -> reply("214 2.0.0 EHLO HELO MAIL RCPT DATA RSET NOOP VRFY QUIT");
            case "QUIT" -> {
                reply("221 2.0.0 Bye");
                open = false;
            }
            case "EXPN", "ETRN", "STARTTLS", "AUTH", "BDAT" -> refuse("502 5.5.1 Not offered here");
            default -> refuse("500 5.5.1 Command not known");
        }
    }

    private void greet(String... answer) {
        reset();
        greeted = true;
        reply(answer);
    }

    private void reset() {
        begun = false;
        sender = null;
        recipients.clear();
    }

    private void mail(String argument) {
        if (!greeted || begun) {
            refuse(greeted ? "503 5.5.1 A mail has been begun already" : "503 5.5.1 Say EHLO or HELO first");
            return;
        }
        try {
            String path = path(argument, "FROM:");
            if (!isKnown(argument.substring(argument.indexOf(path) + path.length()), OF_MAIL)) {
                return;
            }
            sender = path.equals("<>") ? null : mailbox(path);
            begun = true;
            reply("250 2.1.0 Ok");
        } catch (MessageException e) {
            refuse("553 5.1.7 " + e.getMessage());
        } catch (Trouble e) {
            refuse("501 5.5.4 " + e.line());
        }
    }

    private void rcpt(String argument) {
        if (!begun) {
            refuse("503 5.5.1 RCPT comes after MAIL");
            return;
        }
        if (recipients.size() == MOST_RECIPIENTS) {
            refuse("452 4.5.3 Too many recipients, at most " + MOST_RECIPIENTS);
            return;
        }
        try {
            String path = path(argument, "TO:");
            if (!isKnown(argument.substring(argument.indexOf(path) + path.length()), NONE)) {
                return;
            }
            recipients.add(mailbox(path));
            reply("250 2.1.5 Ok");
        } catch (MessageException e) {
            refuse("553 5.1.3 " + e.getMessage());
        } catch (Trouble e) {
            refuse("501 5.5.4 " + e.line());
        }
    }

    private Mailbox mailbox(String path) {
        return Mailbox.parse(qualifier.qualified(path));
    }

    /** Refuses what wasn't offered: it would come to nothing, and nobody would know. */
    private boolean isKnown(String parameters, Pattern known) {
        for (String parameter : parameters.strip().split(" +")) {
            if (!parameter.isEmpty() && !known.matcher(parameter).matches()) {
                refuse("555 5.5.4 Not offered here: " + parameter.substring(0, Math.min(40, parameter.length())));
                return false;
            }
        }
        return true;
    }

    /**
     * The path with its angle brackets. The parameters behind it, SIZE and BODY, say what the mail itself tells.
     *
     * @throws Trouble if there is none
     */
    private static String path(String argument, String keyword) {
        String rest = argument.regionMatches(true, 0, keyword, 0, keyword.length())
                ? argument.substring(keyword.length()).strip()
                : "";
        boolean quoted = false;
        for (int i = 1; i < rest.length() && rest.charAt(0) == '<'; i++) {
            char c = rest.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return rest.substring(0, i + 1);
            }
        }
        throw Trouble.invalid(keyword + "<address> is expected", null);
    }

    private void data() throws IOException {
        if (recipients.isEmpty()) {
            refuse(begun ? "554 5.5.1 No recipient" : "503 5.5.1 DATA comes after MAIL and RCPT");
            return;
        }
        reply("354 End with a dot on a line of its own");
        SmtpLines.Mail in = lines.mail(LARGEST);
        try {
            Content content = (sender == null ? submission : new Submission(sender, qualifier)).read(in);
            reply(in.isTooLong() ? "552 5.3.4 Larger than " + LARGEST + " octets" : sent(content));
        } catch (MessageException | Trouble e) {
            in.transferTo(OutputStream.nullOutputStream());
            refuse("554 5.6.0 " + e.getMessage());
        }
        reset();
    }

    private String sent(Content content) {
        try {
            return "250 2.0.0 Ok: " + next.take(Envelope.of(sender, recipients), content);
        } catch (SendException e) {
            return answer(e);
        } catch (OutboxException e) {
            return "451 4.3.0 " + e.getMessage();
        }
    }

    /** What is in doubt is refused for good: a client that tried again would perhaps send it twice, and tells nobody. */
    private static String answer(SendException e) {
        Reply reply = e.reply();
        String code = e.isTransient() ? "451 4.4.0 " : "554 5.4.0 ";
        if (reply != null && reply.isRefusal()) {
            String status = reply.enhanced().map(Object::toString).orElse(reply.isPermanent() ? "5.0.0" : "4.0.0");
            code = reply.code() == 421 || reply.code() / 100 == 5 != e.isPermanent()
                    ? code
                    : reply.code() + " " + status + " ";
        }
        String text = String.valueOf(e.getMessage());
        return code + text.substring(0, Math.min(400, text.length()));
    }
}
