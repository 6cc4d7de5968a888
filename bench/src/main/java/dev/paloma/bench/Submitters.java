package dev.paloma.bench;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.SubmitOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * 64 threads that submit mails of 2 KiB one by one, each waiting until its mail is durable.
 *
 * @param domains of the recipients, by turns
 */
record Submitters(Outbox outbox, int mails, int domains) {
    private static final int THREADS = 64;

    /** Submits them all; returns how many nanoseconds that took. */
    long run() throws InterruptedException {
        Content content = Content.of("From: ann@example.org\r\nTo: bob@example.net\r\nMessage-ID: <1@example.org>\r\n"
                + "Subject: Invoice 42\r\n\r\n"
                + ("A line of text as people write them, of seventy octets or so.\r\n").repeat(30));
        List<Envelope> envelopes = new ArrayList<>();
        for (int i = 0; i < domains; i++) {
            envelopes.add(
                    Envelope.of(Mailbox.parse("ann@example.org"), List.of(Mailbox.parse("bob@d" + i + ".example"))));
        }
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int n = next.getAndIncrement(); n < mails; n = next.getAndIncrement()) {
                    outbox.submit(new Mail(envelopes.get(n % domains), content), SubmitOptions.standard());
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return System.nanoTime() - began;
    }
}
