package dev.paloma.cli;

import dev.paloma.smtp.Trace;

/** The session on standard error; the core has hidden its secrets. */
final class Transcript implements Trace {
    private final Console console;

    Transcript(Console console) {
        this.console = console;
    }

    @Override
    public void sent(String command) {
        console.note("C: " + command);
    }

    @Override
    public void received(String line) {
        console.note("S: " + line);
    }

    @Override
    public void note(String what) {
        console.note("-- " + what);
    }
}
