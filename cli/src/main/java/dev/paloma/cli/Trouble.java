package dev.paloma.cli;

import dev.paloma.message.MessageException;
import dev.paloma.outbox.OutboxException;
import dev.paloma.smtp.Stage;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Why a command ends before a mail was on its way: the exit code, how far it came, and a line for people. */
final class Trouble extends RuntimeException {
    private final int exitCode;
    private final Stage stage;

    Trouble(int exitCode, Stage stage, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.stage = stage;
    }

    /** No server, a bad one, or something that is needed for it. */
    static Trouble configuration(String message, @Nullable Throwable cause) {
        return new Trouble(ExitCode.CONFIGURATION, Stage.RESOLVE, message, cause);
    }

    /** Something that is set up wrongly on this side, whatever the server. */
    static Trouble setting(String message, @Nullable Throwable cause) {
        return new Trouble(ExitCode.CONFIGURATION, Stage.COMPOSE, message, cause);
    }

    /** A file that should be sent, or read, and can't be. */
    static Trouble unreadable(String message, @Nullable Throwable cause) {
        return new Trouble(ExitCode.NO_INPUT, Stage.COMPOSE, message, cause);
    }

    /** A message or an address that isn't valid. */
    static Trouble invalid(String message, @Nullable Throwable cause) {
        return new Trouble(ExitCode.INVALID, Stage.COMPOSE, message, cause);
    }

    /** What an exception means that nobody expected more closely. */
    static Trouble of(RuntimeException e) {
        if (e instanceof Trouble trouble) {
            return trouble;
        }
        if (e instanceof UsageException) {
            return new Trouble(ExitCode.USAGE, Stage.COMPOSE, String.valueOf(e.getMessage()), e);
        }
        if (e instanceof MessageException) {
            return invalid(e.getMessage() + "; nothing was sent", e);
        }
        if (e instanceof UncheckedIOException) {
            return unreadable(e.getMessage() + "; nothing was sent", e);
        }
        if (e instanceof OutboxException) {
            return new Trouble(ExitCode.TEMPORARY, Stage.COMPOSE, String.valueOf(e.getMessage()), e);
        }
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new Trouble(
                ExitCode.FAULT,
                Stage.COMPOSE,
                "internal error in Paloma: " + what + "; please report it, with what --transcript prints",
                e);
    }

    int exitCode() {
        return exitCode;
    }

    Stage stage() {
        return stage;
    }

    /** The text of {@link #getMessage}, which is never missing. */
    String line() {
        return String.valueOf(getMessage());
    }
}
