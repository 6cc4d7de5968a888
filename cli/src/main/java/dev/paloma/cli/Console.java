package dev.paloma.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * The three standard streams: the only place of the whole project that touches them. Text is UTF-8; a reader that has
 * gone away is no fault. May be used by several threads.
 */
final class Console {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final String terminals;

    /**
     * @param terminals the digits of those descriptors that are a terminal, such as {@code 02}
     */
    Console(InputStream in, OutputStream out, OutputStream err, String terminals) {
        this.in = in;
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.terminals = terminals;
    }

    /**
     * Those of the process. Whether they are terminals is told by the launcher: the JDK's own answer covers input and
     * output together, and from 22 on is always yes.
     */
    static Console ofProcess() {
        return new Console(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)), // a pipe has no position
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192),
                new FileOutputStream(FileDescriptor.err),
                System.getProperty("paloma.terminals", ""));
    }

    InputStream in() {
        return in;
    }

    /** Standard output, for what isn't lines; flush it. */
    PrintStream out() {
        return out;
    }

    /** A line of output, made safe for a terminal. */
    void line(String text) {
        out.print(OneLine.of(text) + '\n');
        out.flush();
    }

    /** The line that says why the command failed. */
    void error(String text) {
        note("paloma: " + text);
    }

    /** A line on standard error, made safe for a terminal. */
    void note(String text) {
        out.flush();
        err.print(OneLine.of(text) + '\n');
        err.flush();
    }

    /** Writes over the current line of the terminal; an empty text wipes it. */
    void overwrite(String text) {
        err.print("\r" + OneLine.of(text) + "\u001b[K" + (text.isEmpty() ? "\r" : ""));
        err.flush();
    }

    /** For somebody who asked for everything. */
    void stackTrace(Throwable fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().forEach(line -> note(line.replace("\t", "    ")));
    }

    boolean isTyped() {
        return terminals.indexOf('0') >= 0;
    }

    boolean isWatched() {
        return terminals.indexOf('2') >= 0;
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
