package dev.paloma.bench;

import dev.paloma.Mailer;
import dev.paloma.outbox.MailState;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * How fast the outbox is, in an outbox that is empty: mails of 2 KiB submitted by 64 threads one by one; then delivered to
 * the fast sink, a process of its own; then both at once.
 *
 * <pre>java -cp … dev.paloma.bench.OutboxSpeed sqlite:/path/outbox.db 20000</pre>
 */
final class OutboxSpeed {
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
            long accepted = outbox.stats().mails(MailState.ACCEPTED);
            System.out.println(accepted + " accepted, sink: " + sink.take());
            Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            System.out.printf(Locale.ROOT, "  this process's CPU: %,d µs a mail%n", cpu.toNanos() / 1000 / accepted);
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
        return new Submitters(outbox, mails, DOMAINS).run();
    }
}
