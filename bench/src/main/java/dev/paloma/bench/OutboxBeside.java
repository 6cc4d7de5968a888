package dev.paloma.bench;

import dev.paloma.Mailer;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * An outbox and Postfix, by turns: mails come in on 20 connections or by 64 threads, each is durable before it is
 * acknowledged, and all go on to Postfix's {@code smtp-sink}. From the first to come in to the last to go out.
 *
 * <pre>java -cp … dev.paloma.bench.OutboxBeside FOLDER 20000</pre>
 */
final class OutboxBeside {
    private static final int ROUNDS = 3;
    private static final int SESSIONS = 20;

    private final Path folder;
    private final int mails;
    private final PostfixSink sink;
    private final String source;

    private OutboxBeside(Path folder, int mails) throws IOException {
        this.folder = folder;
        this.mails = mails;
        this.sink = new PostfixSink(Lab.program("smtp-sink").orElseThrow(), folder);
        this.source = Lab.program("smtp-source").orElseThrow();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        OutboxBeside beside = new OutboxBeside(folder, Integer.parseInt(arguments[1]));
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        try (beside.sink;
                PostfixQueue postfix = new PostfixQueue(
                        Files.createDirectories(folder.resolve("postfix")), beside.sink.port(Offers.of()));
                Outbox outbox = Outbox.open("sqlite:" + folder.resolve("beside.db"));
                OutboxWorker worker = beside.worker(outbox)) {
            worker.start();
            for (int round = 0; round <= ROUNDS; round++) { // the first warms up
                double theirRate = beside.rate(() -> beside.postfix(postfix));
                double ourRate = beside.rate(() -> beside.paloma(outbox));
                System.out.printf(Locale.ROOT, "  Postfix %,8.0f/s, outbox %,8.0f/s%n", theirRate, ourRate);
                if (round > 0) {
                    theirs.add(theirRate);
                    ours.add(ourRate);
                }
            }
        }
        double ratio = median(ours) / median(theirs);
        System.out.printf(Locale.ROOT, "  the outbox on SQLite: %.2f times Postfix's rate%n", ratio);
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    private OutboxWorker worker(Outbox outbox) {
        String server = "smtp://127.0.0.1:" + sink.port(Offers.of());
        return OutboxWorker.builder(outbox)
                .route("default", Mailer.builder().server(server))
                .connections(SESSIONS)
                .build();
    }

    private interface Sending {
        void run() throws Exception;
    }

    private double rate(Sending sending) throws Exception {
        long began = System.nanoTime();
        sending.run();
        for (long arrived = sink.take().messages(); arrived < mails; ) {
            arrived += sink.take().messages();
        }
        return mails * 1e9 / (System.nanoTime() - began);
    }

    private void postfix(PostfixQueue postfix) throws IOException, InterruptedException {
        Output.of(
                folder,
                List.of(
                        source,
                        "-d",
                        "-s",
                        String.valueOf(SESSIONS),
                        "-m",
                        String.valueOf(mails),
                        "-l",
                        "2048",
                        "-f",
                        Letter.SENDER,
                        "-t",
                        "bob@example.net",
                        "127.0.0.1:" + postfix.port()));
    }

    private void paloma(Outbox outbox) throws InterruptedException {
        new Submitters(outbox, mails, 1).run();
    }
}
