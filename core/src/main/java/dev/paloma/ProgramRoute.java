package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sendmail program of this machine, or one that is called like it. It is run without a shell, as {@code program … -i
 * -f sender -- recipients}: no dot ends the mail, Bcc needs no header field, and no address is taken for an option.
 */
final class ProgramRoute implements Route {
    /** What every local program takes: lines, of octets. */
    private static final Form OFFERED = new Form(Form.Body.EIGHT_BIT, true);

    /** Octets of recipients in one call: below what POSIX systems and Windows allow, beside a large environment. */
    private static final int ARGUMENTS = java.io.File.separatorChar == '\\' ? 20_000 : 80_000;

    /** A pointer and a NUL for each argument. */
    private static final int EACH = 9;

    private final Program program;
    private final Timeouts timeouts;
    private final Parts parts;
    private final Semaphore places;

    /**
     * @param atOnce programs that may run at a time
     */
    ProgramRoute(Program program, Timeouts timeouts, int atOnce, Acceptance acceptance) {
        this.program = program;
        this.timeouts = program.timeout() == null
                ? timeouts
                : timeouts.with(Stage.CONTENT, program.timeout()).with(Stage.END_OF_DATA, program.timeout());
        this.parts = new Parts(program.toString(), acceptance);
        this.places = new Semaphore(atOnce, true);
    }

    @Override
    public String name() {
        return program.toString();
    }

    @Override
    public Attempt attempt(Job job) {
        Mail mail = job.mail();
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            String why = "cancelled before the program was started";
            return failed(mail, failure(SendException.Kind.TEMPORARY, Stage.CONNECT, why, null), false);
        }
        try {
            return parts.send(
                    mail, new Parts.Most(most(mail.envelope()), Integer.MAX_VALUE), part -> once(part, job::mayLeave));
        } finally {
            places.release();
        }
    }

    /** How many recipients fit, whichever they are. */
    private static int most(Envelope envelope) {
        int longest = 1;
        for (Mailbox recipient : envelope.recipients()) {
            longest = Math.max(longest, recipient.address().getBytes(StandardCharsets.UTF_8).length);
        }
        return Math.max(1, ARGUMENTS / (longest + EACH));
    }

    private Attempt once(Mail mail, BooleanSupplier mayLeave) {
        Envelope envelope = mail.envelope();
        if (!envelope.isPlain()) {
            String why = "reports, priority, times and TLS on the way can only be asked of a server, not of a program;"
                    + " send without those wishes, or give the program's own options in its URL (arg=…)";
            return failed(mail, failure(SendException.Kind.CONFIGURATION, Stage.MAIL, why, null), true);
        }
        Content content = mail.content();
        Form form;
        try {
            form = content.form(OFFERED);
        } catch (RuntimeException e) {
            String why =
                    "the content fails to say what it needs: " + e.getClass().getSimpleName();
            return failed(mail, failure(SendException.Kind.CONTENT, Stage.COMPOSE, why, e), false);
        }
        if (!OFFERED.covers(form)) {
            String why = "the content holds binary data that can't be re-encoded without breaking it, and a program"
                    + " takes lines of text";
            return failed(mail, failure(SendException.Kind.REFUSED, Stage.MAIL, why, null), true);
        }
        return call(mail, form, mayLeave);
    }

    private Attempt call(Mail mail, Form form, BooleanSupplier mayLeave) {
        Envelope envelope = mail.envelope();
        ProgramRun run;
        try {
            run = ProgramRun.start(command(program.locate(), envelope), mail.content(), form, timeouts);
        } catch (Program.Missing e) {
            String why = e.getMessage() + "; nothing was sent";
            return failed(mail, failure(SendException.Kind.CONFIGURATION, Stage.CONNECT, why, e), true);
        } catch (IOException e) {
            String why = "can't start the program: " + e.getMessage() + "; nothing was sent";
            return failed(mail, failure(SendException.Kind.TEMPORARY, Stage.CONNECT, why, e), true);
        }
        return ProgramVerdict.of(name(), envelope, run.run(mayLeave));
    }

    private List<String> command(Path file, Envelope envelope) throws Program.Missing {
        List<String> command = new ArrayList<>();
        command.add(file.toString());
        command.addAll(program.arguments());
        Mailbox sender = envelope.sender();
        command.addAll(List.of("-i", "-f", sender == null ? "<>" : sender.address(), "--"));
        for (Mailbox recipient : envelope.recipients()) {
            command.add(recipient.address());
        }
        for (String argument : command) {
            requireRepresentable(argument);
        }
        return command;
    }

    /** In any other locale the JVM would write question marks, and the mail would go to somebody else. */
    private static void requireRepresentable(String argument) throws Program.Missing {
        Charset nativeCharset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        boolean ascii = argument.chars().allMatch(c -> c < 0x80);
        if (!ascii
                && !(nativeCharset.equals(StandardCharsets.UTF_8)
                        && Charset.defaultCharset().equals(StandardCharsets.UTF_8))) {
            throw new Program.Missing("an address or argument beyond ASCII can be handed to a program only where the"
                    + " locale is UTF-8: start the JVM with LC_ALL=C.UTF-8");
        }
    }

    private Failure failure(SendException.Kind kind, Stage stage, String why, @Nullable Exception cause) {
        return new Failure(kind, stage, name() + ": " + why, null, cause);
    }

    private static Attempt failed(Mail mail, Failure failure, boolean elsewhere) {
        return new Attempt(Verdict.unasked(mail.envelope(), failure), failure, elsewhere, Receipt.Session.none());
    }
}
