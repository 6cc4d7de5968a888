package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Form;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a program: the mail goes to its standard input, the end of which is the mail's end mark. Whoever stops it
 * before that kills the program first and only then lets the pipe go, or the program would take a part for the whole.
 * For one thread.
 */
final class ProgramRun {
    /** Grows with each call, so that a Paloma that is installed as the sendmail program sees when it calls itself. */
    private static final String CALLS = "PALOMA_SENDMAIL";

    /** The command's own, which are nobody else's business. */
    private static final List<String> SECRETS = List.of("PALOMA_PASSWORD", "PALOMA_OUTBOX");

    private static final int LOOK_MILLIS = 10;
    private static final int KILL_ROUNDS = 5;

    /** How it ended. */
    enum End {
        EXITED,
        HELD_BACK,
        INTERRUPTED,
        LATE,
        CONTENT_FAILED
    }

    /**
     * What happened.
     *
     * @param exit the exit code, where it exited
     * @param whole whether the program was told that the mail is complete: from then on it may have gone
     * @param cause what was thrown by the content, or by whoever was asked whether the mail may leave
     */
    record Result(
            End end,
            int exit,
            boolean whole,
            String said,
            long octets,
            @Nullable Exception cause) {}

    private final Process process;
    private final ProgramInput input;
    private final ProgramWords words;
    private final Timeouts timeouts;
    private boolean whole;
    private @Nullable Exception cause;

    private ProgramRun(Process process, Content content, Form form, Timeouts timeouts) {
        this.process = process;
        this.input = new ProgramInput(process.getOutputStream(), content, form);
        this.words = new ProgramWords(process.getErrorStream());
        this.timeouts = timeouts;
    }

    /**
     * Starts it.
     *
     * @throws IOException if it can't be started
     */
    static ProgramRun start(List<String> command, Content content, Form form, Timeouts timeouts) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().merge(CALLS, "I", String::concat);
        SECRETS.forEach(builder.environment()::remove);
        return new ProgramRun(builder.start(), content, form, timeouts);
    }

    /** Hands the mail over and waits for the end, which it brings about itself where it must. */
    Result run(BooleanSupplier mayLeave) {
        Thread writer = new Thread(input, "paloma-program-input");
        writer.setDaemon(true);
        writer.start();
        End end;
        try {
            end = converse(mayLeave);
        } catch (InterruptedException e) {
            end = End.INTERRUPTED;
        }
        boolean interrupted = Thread.interrupted() || end == End.INTERRUPTED;
        int exit = end == End.EXITED ? process.exitValue() : -1;
        if (end != End.EXITED) {
            interrupted |= kill();
        }
        words.look();
        release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new Result(end, exit, whole, words.text(), input.written(), cause);
    }

    private End converse(BooleanSupplier mayLeave) throws InterruptedException {
        if (!writeAll()) {
            return End.LATE;
        }
        if (!input.isOver() || input.isBroken()) { // it has stopped reading, so it has its reasons and tells them
            return exited(timeouts.of(Stage.CONTENT));
        }
        cause = input.failure();
        if (!input.isComplete()) {
            return End.CONTENT_FAILED;
        }
        if (!isWanted(mayLeave)) {
            return End.HELD_BACK;
        }
        whole = true;
        closeInput();
        return exited(timeouts.of(Stage.END_OF_DATA));
    }

    /** Waits until all is written, or the program has ended; false if it hasn't read on for too long. */
    private boolean writeAll() throws InterruptedException {
        long limit = timeouts.of(Stage.CONTENT).toNanos();
        long since = System.nanoTime();
        long before = -1;
        while (!input.isOver(LOOK_MILLIS)) {
            words.look();
            if (!process.isAlive()) {
                input.isOver(1000); // a closed pipe ends it at once, unless somebody else has it open
                return true;
            }
            if (input.written() != before) {
                before = input.written();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > limit) {
                return false;
            }
        }
        return true;
    }

    private boolean isWanted(BooleanSupplier mayLeave) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            return mayLeave.getAsBoolean();
        } catch (RuntimeException e) {
            cause = e;
            return false;
        }
    }

    private End exited(Duration limit) throws InterruptedException {
        long since = System.nanoTime();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            words.look();
            if (System.nanoTime() - since > limit.toNanos()) {
                return End.LATE;
            }
        }
        return End.EXITED;
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            return; // it is gone already; its exit code tells
        }
    }

    /**
     * Ends it with all that it has started. {@link Process#destroy} is of no use: it closes the input too, and that is
     * the end mark.
     *
     * @return whether the thread was interrupted meanwhile
     */
    private boolean kill() {
        boolean interrupted = false;
        for (int round = 0; round < KILL_ROUNDS && process.isAlive(); round++) {
            try {
                stopped().forEach(ProcessHandle::destroyForcibly);
                process.waitFor(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /**
     * All of them, once none can start another one any more: who stands still forks no child that nobody knows of, which
     * would take the death of the others for the end of its input.
     */
    private List<ProcessHandle> stopped() throws InterruptedException {
        Set<ProcessHandle> still = new HashSet<>();
        List<ProcessHandle> family = family();
        for (int round = 0; round < KILL_ROUNDS && still.addAll(family); round++) {
            List<String> command = new ArrayList<>(List.of("kill", "-STOP"));
            family.forEach(one -> command.add(Long.toString(one.pid())));
            try {
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor(1, TimeUnit.SECONDS);
            } catch (IOException e) {
                return family; // no such program here: then as they are
            }
            family = family();
        }
        return family;
    }

    /**
     * Parents first, or a script would go on with the part that a child of it had read; of children the youngest first:
     * in a pipeline that is the end of it, which must not see the end of its input.
     */
    private List<ProcessHandle> family() {
        List<ProcessHandle> family = new ArrayList<>(List.of(process.toHandle()));
        for (int i = 0; i < family.size(); i++) {
            family.get(i)
                    .children()
                    .sorted(Comparator.comparingLong(ProcessHandle::pid).reversed())
                    .forEach(family::add);
        }
        return family;
    }

    /** A writer that still waits holds its pipe, and closing that would wait for the writer. */
    private void release() {
        try {
            if (input.isOver(process.isAlive() ? 0 : 1000)) {
                closeInput();
            }
            process.getErrorStream().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            return; // nothing more can be done with it
        }
    }
}
