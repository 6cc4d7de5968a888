package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.MailerListener;
import dev.paloma.Receipt;
import dev.paloma.Sent;
import dev.paloma.message.Mail;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Many mails, one behind the other. */
final class ManyMails {
    private ManyMails() {}

    static Mailer mailer(String server) {
        // <example mailer>
        Mailer mailer = Mailer.builder()
                .server(server)
                .connections(4) // at a time; more are opened only when those there fall behind
                .rate(100, Duration.ofSeconds(1))
                .listener(MailerListener.to(System.getLogger("mail")))
                .build();
        // </example>
        return mailer;
    }

    static void all(Mailer mailer, Iterator<Mail> mails, List<Sent> failed) {
        // <example all>
        mailer.sendAll(mails, sent -> {
            if (sent.failure() != null) {
                synchronized (failed) { // several connections may speak at once
                    failed.add(sent);
                }
            }
        });
        // </example>
    }

    static CompletableFuture<Receipt> later(Mailer mailer, Mail mail) {
        // <example later>
        CompletableFuture<Receipt> receipt =
                mailer.sendAsync(mail).orTimeout(2, TimeUnit.MINUTES); // not sent, if its end hasn't left by then
        // </example>
        return receipt;
    }
}
