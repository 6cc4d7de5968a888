package dev.paloma.cli;

import dev.paloma.dkim.DkimSigner;
import dev.paloma.message.Form;
import dev.paloma.message.Mail;
import dev.paloma.message.Message;
import dev.paloma.message.MessageException;
import dev.paloma.message.Sink;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.Outbox.Submitted;
import dev.paloma.outbox.OutboxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    /** With what most mails have. */
    private static final String SAMPLE = "{\"from\":\"a@example.org\",\"to\":[\"b@example.net\"],\"subject\":\"x\","
            + "\"text\":\"x\",\"html\":\"x\",\"headers\":{\"X-A\":\"x\"},\"key\":\"x\",\"priority\":5,\"tags\":[\"x\"]}";

    /** An id that no mail has. */
    private static final String NOBODY = "0";

    private final Outbox outbox;
    private final Console console;
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

    LineQueue(Outbox outbox, Console console, Author author) {
        this.outbox = outbox;
        this.console = console;
        this.author = author;
    }

    /**
     * Submits every line to the end, and gives back the exit code.
     *
     * @throws IOException if the lines can't be read; what was read is submitted and answered
     */
    int submit(InputStream in) throws IOException {
        warmUp();
        Thread answering = new Thread(this::answer, "paloma-answers");
        answering.start();
        try {
            OctetLines lines = new OctetLines(in);
            while (lines.next()) {
                Entry entry = entry(lines);
                if (entry != null) {
                    put(entry);
                }
            }
        } finally {
            put(new Entry(0, null, null));
            join(answering);
        }
        return code;
    }

    /** Goes the way of a line without leaving anything: otherwise the first one would wait for many classes. */
    private void warmUp() {
        try {
            LineMail sample = new LineMail(author.address()).read(SAMPLE);
            Mail mail = Mail.of(DkimSigner.sign(sample.message(), author.signers()));
            mail.content().writeTo(Sink.to(OutputStream.nullOutputStream()), Form.PLAIN);
            outbox.hold(NOBODY);
            OutboxJson.submitted(new Submitted(NOBODY, false), sample.wishes().key());
        } catch (IOException | MessageException | OutboxException e) {
            return; // the lines will tell
        }
    }

    /** Null for an empty line. */
    private @Nullable Entry entry(OctetLines lines) {
        LineMail read = new LineMail(author.address());
        try {
            String line = lines.text();
            if (line.isBlank()) {
                return null;
            }
            Message message = read.read(line).message();
            List<DkimSigner> signers = author.signers().stream()
                    .filter(signer -> signer.isFor(message))
                    .toList();
            Mail mail = Mail.of(DkimSigner.sign(message, signers));
            return entry(lines, read, outbox.submitAsync(mail, read.wishes().options()));
        } catch (MessageException e) {
            Trouble trouble = Trouble.invalid(String.valueOf(e.getMessage()), e);
            return entry(lines, read, CompletableFuture.failedFuture(trouble));
        } catch (RuntimeException e) {
            return entry(lines, read, CompletableFuture.failedFuture(e));
        }
    }

    private static Entry entry(OctetLines lines, LineMail read, CompletableFuture<Submitted> future) {
        return new Entry(lines.number(), read.wishes().key(), future);
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
            console.line(OutboxJson.submitted(submitted, entry.key()));
        } catch (CompletionException e) {
            @Nullable Throwable cause = e.getCause();
            boolean invalid = cause instanceof Trouble;
            code = Math.max(code, invalid ? ExitCode.INVALID : ExitCode.TEMPORARY);
            String why = "line " + entry.line() + ": " + (cause == null ? e : cause).getMessage() + "; not submitted";
            console.line(OutboxJson.notSubmitted(entry.line(), entry.key(), why));
            console.error(why);
        }
    }
}
