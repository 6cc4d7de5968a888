package dev.paloma.bench;

import dev.paloma.Mailer;
import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.outbox.MailState;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxWorker;
import dev.paloma.outbox.SubmitOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast the outbox is, in an outbox that is empty: mails of 2 KiB submitted by 64 threads one by one; then delivered to
 * the fast sink, a process of its own; then both at once.
 *
 * <pre>java -cp … dev.paloma.bench.OutboxSpeed sqlite:/path/outbox.db 20000</pre>
 */
final class OutboxSpeed {
    private static final int THREADS = 64;
    private static final int DOMAINS = 20;

    private final Outbox outbox;
    private final int mails;

    private OutboxSpeed(Outbox outbox, int mails) {
        this.outbox = outbox;
        this.mails = mails;
    }

    public static void main(String[] arguments) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (Outbox outbox = Outbox.open(arguments[0]);
                OwnSink sink = new OwnSink(java, System.getProperty("java.class.path"))) {
            OutboxSpeed speed = new OutboxSpeed(outbox, Integer.parseInt(arguments[1]));
            for (int round = 1; round <= 3; round++) {
                System.out.println("round " + round);
                speed.told("submitted", speed.submit());
                try (OutboxWorker worker = speed.worker(sink)) {
                    long began = System.nanoTime();
                    worker.start();
                    worker.untilEmpty();
                    speed.told("delivered", System.nanoTime() - began);
                }
                try (OutboxWorker worker = speed.worker(sink)) {
                    worker.start();
                    long began = System.nanoTime();
                    speed.told("submitted while delivering", speed.submit());
                    worker.untilEmpty();
                    speed.told("submitted and delivered", System.nanoTime() - began);
                }
            }
            System.out.println(outbox.stats().mails(MailState.ACCEPTED) + " accepted, sink: " + sink.take());
        }
    }

    private OutboxWorker worker(OwnSink sink) {
        String server = "smtp://127.0.0.1:" + sink.port(Offers.parse("pipelining+chunking"));
        return OutboxWorker.builder(outbox)
                .route("default", Mailer.builder().server(server))
                .build();
    }

    private void told(String what, long nanos) {
        System.out.printf(Locale.ROOT, "  %-28s %,8.0f/s%n", what, mails * 1e9 / nanos);
    }

    private long submit() throws InterruptedException {
        Content content = Content.of("From: ann@example.org\r\nTo: bob@example.net\r\nMessage-ID: <1@example.org>\r\n"
                + "Subject: Invoice 42\r\n\r\n"
                + ("A line of text as people write them, of seventy octets or so.\r\n").repeat(30));
        List<Envelope> envelopes = new ArrayList<>();
        for (int i = 0; i < DOMAINS; i++) {
            envelopes.add(
                    Envelope.of(Mailbox.parse("ann@example.org"), List.of(Mailbox.parse("bob@d" + i + ".example"))));
        }
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int n = next.getAndIncrement(); n < mails; n = next.getAndIncrement()) {
                    outbox.submit(new Mail(envelopes.get(n % DOMAINS), content), SubmitOptions.standard());
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
