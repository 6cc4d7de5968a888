package dev.paloma;

import dev.paloma.message.ContentException;
import dev.paloma.message.Envelope;
import dev.paloma.smtp.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the end of a program means for its mail: exit codes are those of sysexits.h, with those of qmail and the shell. */
final class ProgramVerdict {
    private static final int KILLED = 128;
    private static final int LAST_SIGNAL = 64;

    private final String name;
    private final Envelope envelope;
    private final ProgramRun.Result result;

    private ProgramVerdict(String name, Envelope envelope, ProgramRun.Result result) {
        this.name = name;
        this.envelope = envelope;
        this.result = result;
    }

    static Attempt of(String name, Envelope envelope, ProgramRun.Result result) {
        return new ProgramVerdict(name, envelope, result).attempt();
    }

    private Attempt attempt() {
        return switch (result.end()) {
            case EXITED -> exited();
            case HELD_BACK -> notSent(SendException.Kind.TEMPORARY, heldBack());
            case CONTENT_FAILED ->
                notSent(
                        SendException.Kind.CONTENT,
                        "reading the content failed: " + text(result.cause()) + "; nothing was sent");
            case INTERRUPTED -> stopped("cancelled");
            case LATE -> stopped("the program took too long and was ended");
        };
    }

    private Attempt exited() {
        int code = result.exit();
        boolean killed = code > KILLED && code <= KILLED + LAST_SIGNAL;
        if (code == 0 && result.whole()) {
            return accepted();
        }
        if (code == 0) {
            return unknown("the program ended as if all were well but hadn't read the whole mail");
        }
        if (killed) {
            return stopped("the program was killed by signal " + (code - KILLED));
        }
        SendException.Kind kind = kind(code);
        String advice = kind == SendException.Kind.REFUSED
                ? "; sending it again as it is won't help"
                : kind == SendException.Kind.TEMPORARY ? "; try again later" : "";
        boolean elsewhere = kind == SendException.Kind.CONFIGURATION || kind == SendException.Kind.SECURITY;
        return failed(kind, "the program ended with exit code " + code + meaning(code) + said() + advice, elsewhere);
    }

    private static SendException.Kind kind(int code) {
        return switch (code) {
            case 65, 67, 68, 69, 100 -> SendException.Kind.REFUSED;
            case 64, 66, 72, 78, 126, 127 -> SendException.Kind.CONFIGURATION;
            case 76 -> SendException.Kind.PROTOCOL;
            case 77 -> SendException.Kind.SECURITY;
            default -> SendException.Kind.TEMPORARY;
        };
    }

    private static String meaning(int code) {
        return switch (code) {
            case 64 -> " (EX_USAGE: it doesn't understand its arguments)";
            case 65 -> " (EX_DATAERR: something is wrong with the mail or an address)";
            case 66 -> " (EX_NOINPUT: a file of its own is missing)";
            case 67 -> " (EX_NOUSER: it doesn't know a recipient)";
            case 68 -> " (EX_NOHOST: it doesn't know a recipient's domain)";
            case 69 -> " (EX_UNAVAILABLE: it won't take the mail)";
            case 70 -> " (EX_SOFTWARE: an error of its own)";
            case 71 -> " (EX_OSERR: an error of the system)";
            case 72 -> " (EX_OSFILE: a file of the system is missing)";
            case 73 -> " (EX_CANTCREAT: it can't create a file)";
            case 74 -> " (EX_IOERR: an error reading or writing)";
            case 75 -> " (EX_TEMPFAIL: not now)";
            case 76 -> " (EX_PROTOCOL: the server it talked to broke the protocol)";
            case 77 -> " (EX_NOPERM: this user may not)";
            case 78 -> " (EX_CONFIG: its configuration is wrong)";
            case 100 -> " (as qmail says it: refused for good)";
            case 111 -> " (as qmail says it: not now)";
            case 126, 127 -> " (as a shell says it: the program behind it can't be run)";
            default -> "";
        };
    }

    private Attempt accepted() {
        String text = "taken by " + name + said();
        List<Receipt.Row> rows = envelope.recipients().stream()
                .map(recipient -> new Receipt.Row(recipient, Outcome.ACCEPTED, null, text))
                .toList();
        return new Attempt(rows, null, false, session());
    }

    /** The end of its input is what tells a program that it has a mail; without it there is none. */
    private Attempt stopped(String why) {
        return result.whole()
                ? unknown(why)
                : notSent(SendException.Kind.TEMPORARY, why + " before it had the whole mail");
    }

    private Attempt notSent(SendException.Kind kind, String why) {
        return failed(kind, why + said(), false);
    }

    private Attempt unknown(String why) {
        Failure failure = failure(SendException.Kind.UNKNOWN, why + said() + "; the mail may have been delivered");
        List<Receipt.Row> rows = envelope.recipients().stream()
                .map(recipient -> new Receipt.Row(recipient, Outcome.UNKNOWN, null, failure.message()))
                .toList();
        return new Attempt(rows, failure, false, session());
    }

    private Attempt failed(SendException.Kind kind, String why, boolean elsewhere) {
        Failure failure = failure(kind, why);
        return new Attempt(Verdict.unasked(envelope, failure), failure, elsewhere, session());
    }

    private Failure failure(SendException.Kind kind, String why) {
        Stage stage = result.whole() ? Stage.END_OF_DATA : Stage.CONTENT;
        return new Failure(kind, stage, name + ": " + why, null, result.cause());
    }

    private String heldBack() {
        Exception cause = result.cause();
        return "cancelled before the end of the mail" + (cause == null ? "" : ": " + text(cause));
    }

    private static String text(@Nullable Exception e) {
        if (e instanceof ContentException content && content.getMessage() != null) {
            return content.getMessage();
        }
        return e == null ? "an error of this JVM" : e.toString();
    }

    private String said() {
        return result.said().isEmpty() ? "" : "; it said: " + result.said();
    }

    private Receipt.Session session() {
        Receipt.Session none = Receipt.Session.none();
        return new Receipt.Session(null, null, none.times(), none.total(), 0, result.octets());
    }
}
