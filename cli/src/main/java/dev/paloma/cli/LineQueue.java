package dev.paloma.cli;

import dev.paloma.dkim.DkimSigner;
import dev.paloma.message.Mail;
import dev.paloma.message.Message;
import dev.paloma.message.MessageException;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.Outbox.Submitted;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way into the outbox, several at once, so that they share the wait for the disk; each is answered in its
 * turn, as soon as it is durable.
 */
final class LineQueue {
    /** So many lines may be without an answer. */
    private static final int MOST = 2_000;

    private static final int LONGEST = 64 << 20;

    private final Outbox outbox;
    private final Console console;
    private final boolean json;
    private final Author author;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MOST);
    /** Written by the thread that answers, read when it has ended. */
    private int code = ExitCode.OK;

    private record Entry(
            int line, @Nullable String key, @Nullable CompletableFuture<Submitted> future) {}

    /**
     * @param address who wrote a mail that doesn't say
     * @param signers which sign the mails of their domains
     */
    record Author(String address, List<DkimSigner> signers) {}

    LineQueue(Outbox outbox, Console console, boolean json, Author author) {
        this.outbox = outbox;
        this.console = console;
        this.json = json;
        this.author = author;
    }

    /**
     * Submits every line to the end, and gives back the exit code.
     *
     * @throws IOException if the lines can't be read; what was read is submitted and answered
     */
    int submit(BufferedReader lines) throws IOException {
        Thread answering = new Thread(this::answer, "paloma-answers");
        answering.start();
        try {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    put(entry(number, line));
                }
            }
        } finally {
            put(new Entry(0, null, null));
            join(answering);
        }
        return code;
    }

    private Entry entry(int number, String line) {
        try {
            if (line.length() > LONGEST) {
                throw Trouble.invalid("a line of over " + LONGEST + " characters", null);
            }
            LineMail read = new LineMail(author.address()).read(line);
            Message message = read.message();
            List<DkimSigner> signers = author.signers().stream()
                    .filter(signer -> signer.isFor(message))
                    .toList();
            Mail mail = Mail.of(DkimSigner.sign(message, signers));
            CompletableFuture<Submitted> future =
                    outbox.submitAsync(mail, read.wishes().options());
            return new Entry(number, read.wishes().key(), future);
        } catch (MessageException e) {
            return new Entry(
                    number, null, CompletableFuture.failedFuture(Trouble.invalid(String.valueOf(e.getMessage()), e)));
        } catch (RuntimeException e) {
            return new Entry(number, null, CompletableFuture.failedFuture(e));
        }
    }

    private void put(Entry entry) {
        boolean interrupted = false;
        while (true) {
            try {
                waiting.put(entry);
                break;
            } catch (InterruptedException e) {
                interrupted = true; // what is submitted must be answered
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer() {
        try {
            for (Entry entry = waiting.take(); entry.future() != null; entry = waiting.take()) {
                answer(entry, entry.future());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Entry entry, CompletableFuture<Submitted> future) {
        try {
            Submitted submitted = future.join();
            console.line(json ? OutboxJson.submitted(submitted, entry.key()) : submitted.id());
        } catch (CompletionException e) {
            @Nullable Throwable cause = e.getCause();
            boolean invalid = cause instanceof Trouble;
            code = Math.max(code, invalid ? ExitCode.INVALID : ExitCode.TEMPORARY);
            String why = "line " + entry.line() + ": " + (cause == null ? e : cause).getMessage() + "; not submitted";
            if (json) {
                console.line(OutboxJson.notSubmitted(entry.line(), entry.key(), why));
            }
            console.error(why);
        }
    }
}
