package dev.paloma.cli;

import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.smtp.Reply;
import org.jspecify.annotations.Nullable;

/** What the command ends with: the names of sysexits where they fit, see {@code paloma --help}. */
final class ExitCode {
    static final int OK = 0;
    static final int USAGE = 64;
    static final int INVALID = 65;
    static final int NO_INPUT = 66;
    static final int REFUSED = 67;
    static final int NO_SUCH_HOST = 68;
    static final int FAULT = 70;
    static final int TEMPORARY = 75;
    static final int PROTOCOL = 76;
    static final int SECURITY = 77;
    static final int CONFIGURATION = 78;
    static final int UNKNOWN = 80;

    private ExitCode() {}

    /**
     * The code for a send that came as far as a server.
     *
     * @param failure null where the acceptance policy was met
     */
    static int of(Receipt receipt, @Nullable SendException failure) {
        if (!receipt.with(Outcome.UNKNOWN).isEmpty()) {
            return UNKNOWN;
        }
        if (failure != null && (isAboutTheServer(failure.kind()) || endedEarly(receipt, failure))) {
            return of(failure.kind());
        }
        if (!receipt.with(Outcome.REFUSED).isEmpty()) {
            return REFUSED;
        }
        if (!receipt.with(Outcome.DEFERRED).isEmpty()) {
            return TEMPORARY;
        }
        return failure == null ? OK : of(failure.kind());
    }

    private static boolean isAboutTheServer(SendException.Kind kind) {
        return kind != SendException.Kind.REFUSED && kind != SendException.Kind.TEMPORARY;
    }

    /** Whether it ended before the recipients had their answers; a server that leaves says 421 to one of them. */
    private static boolean endedEarly(Receipt receipt, SendException failure) {
        Reply reply = failure.reply();
        boolean left = reply != null && reply.code() == 421;
        return reply == null || (left && receipt.rows().stream().anyMatch(row -> row.reply() == null));
    }

    static int of(SendException.Kind kind) {
        return switch (kind) {
            case REFUSED -> REFUSED;
            case TEMPORARY -> TEMPORARY;
            case UNKNOWN -> UNKNOWN;
            case NO_SUCH_HOST -> NO_SUCH_HOST;
            case PROTOCOL -> PROTOCOL;
            case SECURITY -> SECURITY;
            case CONFIGURATION -> CONFIGURATION;
            case CONTENT -> NO_INPUT;
        };
    }
}
