package dev.paloma;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sends one batch to scripted servers and keeps what the mailer says of it. */
final class ModelBatch {
    private final ModelPlan plan;
    private final ModelLedger ledger = new ModelLedger();
    private final List<ModelServer> servers = new ArrayList<>();
    private final List<ModelContent> contents = new ArrayList<>();
    private final Collection<Told> told = new ConcurrentLinkedQueue<>();
    private final Random dice;

    /**
     * What was said of a mail.
     *
     * @param stopped it was cancelled, and said to be
     */
    record Told(
            ModelContent content,
            @Nullable Receipt receipt,
            @Nullable SendException failure,
            boolean stopped) {}

    ModelBatch(ModelPlan plan) {
        this.plan = plan;
        this.dice = plan.dice(1);
        for (int i = 0; i < plan.mails(); i++) {
            contents.add(ModelContent.of(i, dice, !plan.isPeaceful()));
        }
    }

    /** Runs it to its end: nobody sends any more when this returns. */
    void run() {
        try {
            for (int i = 0; i < plan.servers(); i++) {
                servers.add(new ModelServer(plan, ledger, i));
            }
            try (Mailer mailer = mailer()) {
                switch (plan.way()) {
                    case SEND -> send(mailer);
                    case SEND_ALL -> sendAll(mailer);
                    case SEND_ASYNC -> sendAsync(mailer);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            servers.forEach(ModelServer::close);
        }
    }

    private Mailer mailer() {
        Duration limit = plan.silences() ? Duration.ofMillis(400) : Duration.ofSeconds(30);
        Timeouts timeouts = Timeouts.standard().cappedAt(limit).with(Stage.END_OF_DATA, limit);
        MailerBuilder builder = Mailer.builder()
                .timeouts(timeouts)
                .acceptance(plan.acceptance())
                .connections(plan.connections())
                .window(plan.window())
                .clientName("model.example");
        servers.forEach(server -> builder.server("smtp://127.0.0.1:" + server.port() + "?tls=none"));
        return plan.roundRobin() ? builder.roundRobin().build() : builder.build();
    }

    private void send(Mailer mailer) throws InterruptedException {
        int callers = 1 + dice.nextInt(3);
        List<Thread> threads = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            int first = caller;
            Random own = plan.dice(100 + caller);
            Thread thread = new Thread(
                    () -> {
                        for (int i = first; i < contents.size(); i += callers) {
                            sendOne(mailer, contents.get(i), !plan.isPeaceful() && own.nextInt(20) == 0);
                        }
                    },
                    "model-caller-" + caller);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void sendOne(Mailer mailer, ModelContent content, boolean stop) {
        boolean[] stopped = {false};
        try {
            Receipt receipt = mailer.send(content.mail(), () -> {
                if (stop) {
                    stopped[0] = true;
                    throw new CancellationException("not any more");
                }
            });
            told.add(new Told(content, receipt, null, stopped[0]));
        } catch (SendException e) {
            told.add(new Told(content, e.receipt(), e, stopped[0]));
        } catch (RuntimeException e) {
            ledger.violated("send threw " + e + " for " + content);
        }
    }

    private void sendAll(Mailer mailer) {
        int breaks = plan.isPeaceful() || dice.nextInt(8) > 0 ? contents.size() : dice.nextInt(contents.size());
        int complains = plan.isPeaceful() || dice.nextInt(8) > 0 ? -1 : dice.nextInt(contents.size());
        Iterator<Mail> mails = IntStream.range(0, contents.size())
                .mapToObj(i -> {
                    if (i == breaks) {
                        throw new IllegalStateException("no more");
                    }
                    return contents.get(i).mail();
                })
                .iterator();
        int[] taken = {0};
        Iterator<Mail> counted = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return mails.hasNext();
            }

            @Override
            public Mail next() {
                Mail mail = mails.next();
                taken[0]++;
                return mail;
            }
        };
        boolean complained = false;
        try {
            mailer.sendAll(counted, sent -> {
                ModelContent content = (ModelContent) sent.mail().content();
                told.add(new Told(content, sent.receipt(), sent.failure(), false));
                if (contents.indexOf(content) == complains) {
                    throw new IllegalStateException("no more of this");
                }
            });
        } catch (IllegalStateException e) {
            complained = true;
        }
        if (complained != (breaks < contents.size() || complains >= 0)) {
            ledger.violated("sendAll " + (complained ? "threw" : "didn't throw"));
        }
        contents.subList(taken[0], contents.size()).clear(); // nobody was asked to send these
    }

    private void sendAsync(Mailer mailer) throws InterruptedException {
        List<CompletableFuture<Receipt>> futures = new ArrayList<>();
        boolean[] stopped = new boolean[contents.size()];
        for (ModelContent content : contents) {
            futures.add(mailer.sendAsync(content.mail()));
            if (!plan.isPeaceful() && dice.nextInt(8) == 0) {
                int which = Math.max(0, futures.size() - 1 - dice.nextInt(6));
                stopped[which] |= futures.get(which).cancel(true);
            }
            if (dice.nextInt(4) == 0) {
                Thread.sleep(0, dice.nextInt(300_000)); // lets what was handed over get under way
            }
        }
        for (int i = 0; i < futures.size(); i++) {
            told.add(hear(contents.get(i), futures.get(i), stopped[i]));
        }
    }

    private Told hear(ModelContent content, CompletableFuture<Receipt> future, boolean stopped)
            throws InterruptedException {
        try {
            return new Told(content, future.get(), null, stopped);
        } catch (CancellationException e) {
            return new Told(content, null, null, true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SendException failure) {
                return new Told(content, failure.receipt(), failure, stopped);
            }
            ledger.violated("sendAsync told " + e.getCause() + " for " + content);
            return new Told(content, null, null, stopped);
        }
    }

    ModelPlan plan() {
        return plan;
    }

    ModelLedger ledger() {
        return ledger;
    }

    List<ModelContent> contents() {
        return contents;
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    /** Whether any connection broke. */
    boolean isBroken() {
        return sessions().stream().anyMatch(ModelSession::isBroken);
    }

    private List<ModelSession> sessions() {
        return servers.stream().flatMap(server -> server.sessions().stream()).toList();
    }

    /** What was said on the connections where this mail was spoken of; all of them for an empty token. */
    String transcripts(String token) {
        return sessions().stream()
                .map(ModelSession::transcript)
                .filter(text -> token.isEmpty() || text.contains("<" + token + "@"))
                .collect(Collectors.joining("\n"));
    }
}
