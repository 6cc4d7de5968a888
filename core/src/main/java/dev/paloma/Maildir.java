package dev.paloma;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * A folder of mail, one file each: written under {@code tmp}, forced to the disk, and only then renamed into
 * {@code new}, so that a reader sees a mail whole or not at all, and a mail whose delivery returned survives a power
 * cut.
 *
 * <p>The file holds the octets as the writer gave them, CRLF line ends included; programs that want bare LF convert
 * when they read. Its name is made here from the time, the process, a counter, a random number and the host: nothing
 * a mail contains ever becomes part of a path. Files left in {@code tmp} by a process that was killed are never taken
 * for mail; as with any Maildir a reader may delete them once they are 36 hours old.
 *
 * <p>Safe for use by several threads, and by several processes on one folder.
 */
public final class Maildir {
    private static final int BUFFER = 64 * 1024;

    private final Path directory;
    private final MaildirNames names;
    private final Storage storage;

    /** Writes a mail, once. */
    @FunctionalInterface
    public interface Writer {
        /**
         * @param out buffered; closing it is not needed and does no more than flush
         * @throws IOException for a fault of the writer's own; it reaches the caller of {@code deliver} as it is
         */
        void writeTo(OutputStream out) throws IOException;
    }

    Maildir(Path directory, MaildirNames names, Storage storage) {
        this.directory = directory;
        this.names = names;
        this.storage = storage;
    }

    /**
     * The Maildir at this place; it and its folders {@code tmp}, {@code new} and {@code cur} are made where they are
     * missing, closed to other users (mode 700) where the file system knows such modes.
     *
     * @throws IOException if a folder can't be made; the message names it
     */
    public static Maildir at(Path directory) throws IOException {
        return at(directory, new Storage());
    }

    static Maildir at(Path directory, Storage storage) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        for (String folder : List.of("tmp", "new", "cur")) {
            storage.makeFolder(absolute.resolve(folder));
        }
        return new Maildir(absolute, new MaildirNames(Clock.systemUTC()), storage);
    }

    /** Where it is, absolute. */
    public Path directory() {
        return directory;
    }

    /** Delivers with no trace lines; see {@link #deliver(List, Writer)}. */
    public Path deliver(Writer writer) throws IOException {
        return deliver(List.of(), writer);
    }

    /**
     * Stores one mail. When this returns, the mail is on the disk, in {@code new}; when it throws, no file of it is
     * left.
     *
     * @param trace header lines to stand before the mail, such as {@code Return-Path: <ann@example.org>}, without
     *     line ends; each is written as UTF-8 and ended with CRLF
     * @param writer writes the mail itself
     * @return the file, in {@code new}
     * @throws IOException if it can't be stored; the message names the path. What the writer throws isn't wrapped
     * @throws IllegalArgumentException if a trace line is empty or contains a control character
     */
    public Path deliver(List<String> trace, Writer writer) throws IOException {
        byte[] head = lines(trace);
        String name = names.next();
        Path tmp = directory.resolve("tmp").resolve(name);
        Path target = directory.resolve("new").resolve(name);
        FileChannel channel = storage.create(tmp);
        try {
            write(channel, tmp, head, writer);
            storage.move(tmp, target);
        } catch (IOException | RuntimeException | Error e) {
            remove(tmp, e);
            throw e;
        }
        try {
            storage.syncFolder(directory.resolve("new"));
        } catch (IOException e) {
            // Nobody knows whether the name will survive a power cut, so the mail counts as not stored: whoever sent
            // it tries again, and must not find it twice.
            remove(target, e);
            throw e;
        }
        return target;
    }

    private void write(FileChannel channel, Path tmp, byte[] head, Writer writer) throws IOException {
        try (channel) {
            OutputStream out = new FileOutput(channel, tmp);
            out.write(head);
            writer.writeTo(out);
            out.flush();
            storage.sync(channel, tmp);
        }
    }

    private static void remove(Path file, Throwable because) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private static byte[] lines(List<String> trace) {
        StringBuilder text = new StringBuilder();
        for (String line : trace) {
            if (line.isEmpty() || line.codePoints().anyMatch(Maildir::breaksLine)) {
                throw new IllegalArgumentException("a trace line is empty or has a control character in it");
            }
            text.append(line).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean breaksLine(int c) {
        return (Character.isISOControl(c) && c != '\t') || c == 0x2028 || c == 0x2029;
    }

    /** The stream a writer gets: faults of the disk name the path, and closing it leaves the channel open. */
    private static final class FileOutput extends BufferedOutputStream {
        FileOutput(FileChannel channel, Path path) {
            super(new ChannelOutput(channel, path), BUFFER);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static final class ChannelOutput extends OutputStream {
        private final FileChannel channel;
        private final Path path;

        ChannelOutput(FileChannel channel, Path path) {
            this.channel = channel;
            this.path = path;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(octets, offset, length);
            try {
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            } catch (IOException e) {
                throw Storage.failure("can't write", path, e);
            }
        }
    }
}
