package dev.paloma.interop.contract;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Mails to send, each with a Message-ID of its own. */
final class Letters {
    static final String BOB = "bob@example.test";
    static final String REFUSED = "reject5xx@example.test";
    static final String DEFERRED = "later4xx@example.test";

    private final Subject subject;

    Letters(Subject subject) {
        this.subject = subject;
    }

    private static String newId() {
        return "<contract." + UUID.randomUUID() + "@mail.test>";
    }

    Mailbox sender() {
        return Mailbox.parse(subject.sender());
    }

    Envelope envelope(String... recipients) {
        List<Mailbox> mailboxes = new ArrayList<>();
        for (String recipient : recipients) {
            mailboxes.add(Mailbox.parse(recipient));
        }
        return Envelope.of(sender(), mailboxes);
    }

    /** A small one, to Bob if nobody is named. */
    Mail small(String... recipients) {
        Content content = draft().text("Hello.\n").build();
        return new Mail(envelope(recipients.length == 0 ? new String[] {BOB} : recipients), content);
    }

    Message.Builder draft() {
        return Message.builder().from(sender()).to(BOB).subject("Contract").messageId(newId());
    }

    Mail toBob(Content content) {
        return new Mail(envelope(BOB), content);
    }

    /** Ready-made, with this behind its first fields: more of them, an empty line, a body. */
    Mail raw(String rest) {
        return toBob(Content.of("From: " + subject.sender() + "\r\nTo: " + BOB + "\r\nMessage-ID: " + newId() + "\r\n"
                + "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n" + rest));
    }

    /** A long one that isn't there before it is written. */
    LongContent lengthy(long size) {
        return new LongContent(
                "From: " + subject.sender() + "\r\nTo: " + BOB + "\r\nMessage-ID: " + newId() + "\r\n"
                        + "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\n",
                envelope(BOB),
                size);
    }
}
