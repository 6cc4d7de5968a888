package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Mail;
import dev.paloma.message.Sink;
import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A program that hangs, and a mail that is stopped: what is said of it is the truth, and nothing goes on running. */
@ExtendWith(NoLeaks.class)
class ProgramStopTest {
    private static final Mail SMALL = mail(1);
    private static final Mail LARGE = mail(20_000);

    @TempDir
    private Path folder;

    private static Mail mail(int lines) {
        return Mail.of(
                Content.of("From: a@example.org\nTo: b@example.net\n\n" + ("x".repeat(70) + "\n").repeat(lines)));
    }

    private static @Nullable SendException send(String url, Mail mail, Runnable atEnd) {
        try (Mailer mailer = Mailer.to(url)) {
            mailer.send(mail, atEnd);
            return null;
        } catch (SendException e) {
            return e;
        }
    }

    private static SendException failure(String url, Mail mail) {
        SendException e = send(url, mail, () -> {});
        assertThat(e).isNotNull();
        return e;
    }

    @Test
    void A8_programThatNeverReadsIsEndedInTime() throws Exception {
        FakeProgram program = new FakeProgram(folder, "echo $$ > pid; exec sleep 1000");
        SendException e = failure(program.url() + "?timeout=300ms", LARGE);
        assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
        assertThat(e).hasMessageContainingAll("took too long", "before it had the whole mail");
        assertThat(program.isGone("pid")).isTrue();
    }

    @Test
    void A8_programThatNeverAnswersIsEndedAndTheMailInDoubt() throws Exception {
        FakeProgram program = new FakeProgram(folder, "echo $$ > pid; cat > mail; sleep 1000 & echo $! > child; wait");
        SendException e = failure(program.url() + "?timeout=500ms", SMALL);
        assertThat(e.isUnknown()).isTrue();
        assertThat(e.receipt().with(Outcome.UNKNOWN)).hasSize(1);
        assertThat(program.isGone("pid")).isTrue();
        assertThat(program.isGone("child")).isTrue();
    }

    @Test
    void A8_slowReaderIsGivenTimeAsLongAsItReads() throws Exception {
        FakeProgram program = new FakeProgram(
                folder,
                "i=0; while [ $i -lt 8 ]; do head -c 65536 >> mail; sleep 0.1; i=$((i + 1)); done; cat >> mail");
        Mail mail = mail(10_000);
        assertThat(send(program.url() + "?timeout=600ms", mail, () -> {})).isNull();
        assertThat(program.octets()).hasSize(10_000 * 71 + "From: a@example.org\nTo: b@example.net\n\n".length());
    }

    /** The real mailer is behind a filter: it must not take the end of the pipe for the end of the mail. */
    @Test
    void A8_stoppedMailIsNotTakenForAWholeOne() throws Exception {
        FakeProgram program =
                new FakeProgram(folder, "cat | { echo ready > ready; cat > part; sleep 0.3; echo sent > sent; }");
        AtomicReference<@Nullable SendException> failure = new AtomicReference<>();
        Thread sender = new Thread(() -> failure.set(send(program.url(), SMALL, () -> {
            throw new IllegalStateException("changed my mind");
        })));
        sender.start();
        sender.join();
        SendException e = failure.get();
        assertThat(e).isNotNull().hasMessageContainingAll("cancelled before the end of the mail", "changed my mind");
        assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
        assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
        Thread.sleep(600);
        assertThat(program.left("sent")).isFalse();
    }

    @Test
    void A8_interruptedWhileWritingIsNotSent() throws Exception {
        FakeProgram program = new FakeProgram(folder, "echo $$ > pid.new; mv pid.new pid; exec sleep 1000");
        SendException e = interrupted(program, "pid", LARGE);
        assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
        assertThat(e).hasMessageContaining("cancelled before it had the whole mail");
        assertThat(program.isGone("pid")).isTrue();
    }

    @Test
    void A8_interruptedAfterTheEndIsUnknown() throws Exception {
        FakeProgram program = new FakeProgram(folder, "cat > mail; echo $$ > pid.new; mv pid.new pid; exec sleep 1000");
        SendException e = interrupted(program, "pid", SMALL);
        assertThat(e.isUnknown()).isTrue();
        assertThat(program.isGone("pid")).isTrue();
    }

    /** Sends on another thread, which is interrupted once the program has made this file. */
    private static SendException interrupted(FakeProgram program, String file, Mail mail) throws InterruptedException {
        AtomicReference<@Nullable SendException> failure = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread sender = new Thread(() -> {
            failure.set(send(program.url(), mail, () -> {}));
            flag.set(Thread.currentThread().isInterrupted());
        });
        sender.start();
        program.awaitFile(file);
        sender.interrupt();
        sender.join();
        assertThat(flag).isTrue();
        SendException e = failure.get();
        assertThat(e).isNotNull();
        return e;
    }

    @Test
    void A8_futureCancelledBeforeTheEndIsNotSent() throws Exception {
        FakeProgram program = new FakeProgram(
                folder, "echo > started; while [ ! -e go ]; do sleep 0.01; done; cat > mail; echo > sent");
        try (Mailer mailer = Mailer.to(program.url())) {
            CompletableFuture<Receipt> future = mailer.sendAsync(LARGE);
            program.awaitFile("started");
            assertThat(future.cancel(true)).isTrue();
            Files.writeString(folder.resolve("go"), "");
        }
        assertThat(program.left("sent")).isFalse();
    }

    @Test
    void A8_contentThatFailsIsNotSentInPart() throws Exception {
        FakeProgram program = new FakeProgram(folder, "cat > part; echo sent > sent");
        Path file = folder.resolve("big.eml");
        Files.writeString(file, "From: a@example.org\nTo: b@example.net\n\n" + "text\n".repeat(1000));
        Mail mail = Mail.of(Content.of(file));
        Files.delete(file);
        SendException e = failure(program.url(), mail);
        assertThat(e.kind()).isEqualTo(SendException.Kind.CONTENT);
        assertThat(program.left("sent")).isFalse();
    }

    /** What fails in another thread must not look like the end of the mail. */
    @Test
    void A8_errorInTheContentIsNoEnd() throws Exception {
        FakeProgram program = new FakeProgram(folder, "cat > part; echo sent > sent");
        Content broken = new Content() {
            @Override
            public Headers headers() {
                return Headers.empty();
            }

            @Override
            public Envelope envelope() {
                return SMALL.envelope();
            }

            @Override
            public Form form(Form offered) {
                return Form.PLAIN;
            }

            @Override
            public long size(Form form) {
                return -1;
            }

            @Override
            public void writeTo(Sink sink, Form form) throws IOException {
                sink.ascii("Subject: half\r\n\r\n");
                Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
                throw new StackOverflowError("as of a mail too deep");
            }
        };
        SendException e = failure(program.url(), new Mail(SMALL.envelope(), broken));
        assertThat(e.kind()).isEqualTo(SendException.Kind.CONTENT);
        assertThat(program.left("sent")).isFalse();
    }

    @Test
    void A8_noMoreProgramsRunAtATimeThanAllowed() throws Exception {
        FakeProgram program =
                new FakeProgram(folder, "mkdir running || echo > overlap; cat > /dev/null; sleep 0.05; rmdir running");
        try (Mailer mailer = Mailer.builder()
                .server(program.url() + "?pool=1")
                .timeouts(dev.paloma.smtp.Timeouts.standard())
                .build()) {
            Thread[] senders = new Thread[4];
            for (int i = 0; i < senders.length; i++) {
                senders[i] = new Thread(() -> mailer.send(SMALL));
                senders[i].start();
            }
            for (Thread sender : senders) {
                sender.join(Duration.ofSeconds(20).toMillis());
            }
        }
        assertThat(program.left("overlap")).isFalse();
    }
}
