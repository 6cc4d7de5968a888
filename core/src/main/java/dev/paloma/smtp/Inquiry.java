package dev.paloma.smtp;

import dev.paloma.message.Mailbox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be learnt of a server without sending mail. */
final class Inquiry {
    private final SmtpConnection connection;

    Inquiry(SmtpConnection connection) {
        this.connection = connection;
    }

    Reply ask(SmtpConnection.Question question, String about) throws SmtpException {
        boolean utf8 = about.chars().anyMatch(c -> c >= 0x80);
        if (utf8) {
            requireUtf8(Stage.INQUIRY, "what is asked about holds letters beyond ASCII");
        }
        return connection.command(Stage.INQUIRY, Command.question(question.name(), about, utf8));
    }

    List<Reply> rehearse(@Nullable Mailbox sender, List<Mailbox> recipients) throws SmtpException {
        boolean utf8 =
                (sender != null && sender.needsUtf8()) || recipients.stream().anyMatch(Mailbox::needsUtf8);
        if (utf8) {
            requireUtf8(Stage.MAIL, "an address holds letters beyond ASCII before its @");
        }
        List<Reply> replies = new ArrayList<>();
        replies.add(connection.command(Stage.MAIL, Command.mail(sender, utf8 ? "> SMTPUTF8" : ">")));
        if (!replies.get(0).isPositive()) {
            return replies; // no mail has begun (RFC 5321 §3.3)
        }
        for (Mailbox recipient : recipients) {
            if (connection.isUsable()) { // a 421 was the last word
                replies.add(connection.command(Stage.RCPT, Command.rcpt(recipient, ">")));
            }
        }
        takeBack();
        return replies;
    }

    /** A server that doesn't even take RSET has forgotten the mail once the connection is closed. */
    private void takeBack() {
        if (!connection.isUsable()) {
            return;
        }
        try {
            if (!connection.command(Stage.RSET, Command.of("RSET")).isPositive()) {
                connection.close();
            }
        } catch (SmtpException e) {
            connection.close();
        }
    }

    private void requireUtf8(Stage stage, String what) throws SmtpException {
        if (!connection.capabilities().has("SMTPUTF8")) {
            throw Terms.withoutUtf8(stage, what);
        }
    }
}
