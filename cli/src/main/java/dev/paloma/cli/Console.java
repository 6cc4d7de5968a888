package dev.paloma.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The three standard streams: the only place of the whole project that touches them. Text is UTF-8; a reader that has
 * gone away is no fault. May be used by several threads.
 */
final class Console {
    private final Input in;
    private final Output written;
    private final PrintStream out;
    private final PrintStream err;
    private final String terminals;

    /**
     * @param terminals the digits of those descriptors that are a terminal, such as {@code 02}
     */
    Console(InputStream in, OutputStream out, OutputStream err, String terminals) {
        this.in = new Input(in);
        this.written = new Output(out);
        this.out = new PrintStream(written, false, StandardCharsets.UTF_8);
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

    /** Why output was lost; null if none was, or its reader has gone away. */
    @Nullable
    String lost() {
        out.flush();
        return written.lost;
    }

    /** Whether somebody waits for input right now. */
    boolean isReading() {
        return in.reading;
    }

    /** Remembers what {@link PrintStream} forgets. */
    private static final class Output extends FilterOutputStream {
        private volatile @Nullable String lost;

        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            try {
                out.write(octets, from, length);
            } catch (IOException e) {
                throw remembered(e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw remembered(e);
            }
        }

        private IOException remembered(IOException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals("Broken pipe")) {
                lost = why;
            }
            return e;
        }
    }

    private static final class Input extends FilterInputStream {
        private volatile boolean reading;

        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            reading = true;
            try {
                return in.read();
            } finally {
                reading = false;
            }
        }

        @Override
        public int read(byte[] octets, int from, int length) throws IOException {
            reading = true;
            try {
                return in.read(octets, from, length);
            } finally {
                reading = false;
            }
        }
    }
}
