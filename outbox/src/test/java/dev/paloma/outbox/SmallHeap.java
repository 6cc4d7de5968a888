package dev.paloma.outbox;

import dev.paloma.Mailer;
import dev.paloma.message.Content;
import dev.paloma.message.Mail;
import java.nio.file.Path;

/** Submits a file and delivers it; a process of its own, with a heap smaller than the file. */
final class SmallHeap {
    private SmallHeap() {}

    public static void main(String[] arguments) throws Exception {
        try (Outbox outbox = Outbox.open(arguments[0])) {
            Mail mail = new Mail(Letters.envelope("bob@example.net"), Content.of(Path.of(arguments[1])));
            String id = outbox.submit(mail, SubmitOptions.standard()).id();
            try (OutboxWorker worker = OutboxWorker.builder(outbox)
                    .route("default", Mailer.builder().server(arguments[2]))
                    .build()) {
                worker.start();
                worker.untilEmpty();
            }
            MailStatus status = outbox.show(id).orElseThrow();
            if (status.state() != MailState.ACCEPTED) {
                throw new IllegalStateException(status.toString());
            }
        }
    }
}
