package dev.paloma;

import dev.paloma.smtp.Trace;
import java.io.StringWriter;

/** A session written down as its trace tells it. */
record Session(StringWriter out) implements Trace {
    @Override
    public void sent(String command) {
        out.append("C: ").append(command).append('\n');
    }

    @Override
    public void received(String line) {
        out.append("S: ").append(line).append('\n');
    }

    @Override
    public void note(String what) {
        out.append("-- ").append(what).append('\n');
    }
}
