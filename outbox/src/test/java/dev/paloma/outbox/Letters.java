package dev.paloma.outbox;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import java.util.Arrays;
import java.util.List;

/** Mails for tests. */
final class Letters {
    private Letters() {}

    static Content content(String subject) {
        return Content.of("From: ann@example.org\r\nTo: somebody@example.net\r\nMessage-ID: <" + subject
                + "@example.org>\r\nSubject: " + subject + "\r\n\r\nHello\r\n");
    }

    static Envelope envelope(String... recipients) {
        List<Mailbox> to = Arrays.stream(recipients).map(Mailbox::parse).toList();
        return Envelope.of(Mailbox.parse("ann@example.org"), to);
    }

    static Mail mail(String subject, String... recipients) {
        return new Mail(envelope(recipients), content(subject));
    }
}
