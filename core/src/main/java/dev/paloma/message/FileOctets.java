package dev.paloma.message;

import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** A regular file, and what it looked like when the message was built. */
final class FileOctets implements Octets {
    private final Path path;
    private final Stamp stamp;

    private FileOctets(Path path, Stamp stamp) {
        this.path = path;
        this.stamp = stamp;
    }

    /** What tells one state of a file from another; the key, where there is one, shows that it was replaced. */
    private record Stamp(
            long size, FileTime modified, @Nullable Object key) {
        static Stamp of(BasicFileAttributes attributes) {
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    static Octets of(Path path) throws IOException {
        // Absolute, so that it stays the same file; opened once, so that an unreadable one is refused before any send.
        Path fixed = path.toAbsolutePath();
        BasicFileAttributes attributes = Files.readAttributes(fixed, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new IOException(path + " is a directory");
        }
        if (!attributes.isRegularFile()) {
            try (InputStream in = new FileInputStream(fixed.toFile())) { // the newer kind wants a position of it
                return Octets.spool(in);
            }
        }
        Files.newInputStream(fixed).close();
        return new FileOctets(fixed, Stamp.of(attributes));
    }

    @Override
    public long size() {
        return stamp.size();
    }

    @Override
    public InputStream open() throws IOException {
        check();
        try {
            return new Checked(Files.newInputStream(path));
        } catch (NoSuchFileException e) {
            throw new ContentException("vanished since the message was built: " + path, e);
        }
    }

    private void check() throws IOException {
        Stamp now;
        try {
            now = Stamp.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            throw new ContentException("vanished since the message was built: " + path, e);
        }
        if (!now.equals(stamp)) {
            throw new ContentException("changed since the message was built: " + path);
        }
    }

    /** Ends after the promised size, and looks once more before the last octets are handed out. */
    private final class Checked extends FilterInputStream {
        private long left = stamp.size();

        Checked(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int n = in.read(target, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new ContentException("shorter than when the message was built: " + path);
            }
            left -= n;
            if (left == 0) {
                check();
            }
            return n;
        }

        @Override
        public long skip(long count) throws IOException {
            return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
