package dev.paloma.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Passwords that don't stand in an argument list: the first line of a file, or of what a command prints. */
final class Passwords {
    private static final int LONGEST = 64 * 1024;
    private static final int SECONDS = 10;

    private Passwords() {}

    /**
     * @throws IOException if it can't be read
     */
    static String fromFile(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Inputs.open(file))) {
            return firstLine(in.readNBytes(LONGEST), file.toString());
        }
    }

    /**
     * Runs a command, without a shell, for ten seconds at most.
     *
     * @throws Trouble if it can't be run, fails, or takes longer
     */
    static String fromCommand(String line) {
        List<String> words = words(line);
        String shown = "the password command '" + words.get(0) + "'";
        try {
            Process process = new ProcessBuilder(words)
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return firstLine(output(process, shown), shown);
        } catch (IOException e) {
            throw Trouble.setting(shown + " can't be run: " + e.getMessage(), e);
        }
    }

    /** The output is read by a thread of its own, since a pipe that never ends can't be waited for with a limit. */
    private static byte[] output(Process process, String shown) throws IOException {
        Reading reading = new Reading(process.getInputStream());
        Thread reader = new Thread(reading, "paloma-password");
        reader.setDaemon(true);
        reader.start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw Trouble.setting(shown + " took longer than " + SECONDS + " seconds", null);
            }
            if (process.exitValue() != 0) {
                throw Trouble.setting(
                        shown + " failed with exit code " + process.exitValue() + ": run it by hand to see why", null);
            }
            reader.join(1000);
            return reading.octets;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String firstLine(byte[] octets, String source) {
        int end = 0;
        while (end < octets.length && octets[end] != '\n' && octets[end] != '\r') {
            end++;
        }
        if (end == 0) {
            throw Trouble.setting(source + " gives no password: its first line is empty", null);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, end))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Trouble.setting("the password of " + source + " isn't UTF-8", null); // the cause tells octets
        }
    }

    /** Splits at spaces; single and double quotes keep spaces together, and nothing else has a meaning. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                inWord = true;
            } else if (quote == 0 && c == ' ') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new UsageException("a quote in --password-command isn't closed");
        }
        if (inWord) {
            words.add(word.toString());
        }
        if (words.isEmpty()) {
            throw new UsageException("--password-command needs a command");
        }
        return words;
    }

    /** A file that is always empty, so that the command can't eat the text of the mail. */
    private static java.io.File nothing() {
        return new java.io.File(java.io.File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    /** Reads the first octets of a stream and passes over the rest. */
    private static final class Reading implements Runnable {
        private final InputStream in;
        private volatile byte[] octets = new byte[0];

        Reading(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            try (in) {
                octets = in.readNBytes(LONGEST);
                in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
                // It was ended; what it printed so far isn't a password.
            }
        }
    }
}
