package dev.paloma.jakarta;

import dev.paloma.smtp.Trace;
import java.io.PrintStream;

/** Shows a session on the session's debug stream, as {@code mail.debug} asks for. What is secret doesn't come this far. */
final class DebugTrace implements Trace {
    private final PrintStream out;

    DebugTrace(PrintStream out) {
        this.out = out;
    }

    @Override
    public void sent(String command) {
        out.println(command);
    }

    @Override
    public void received(String line) {
        out.println(line);
    }

    @Override
    public void note(String what) {
        out.println("DEBUG SMTP: " + what);
    }
}
