package dev.paloma.message;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a stream held, in a file without a name: it is unlinked as soon as it is open, so that nothing is left behind
 * however the process ends. The JDK closes the descriptor when this object is garbage.
 *
 * <p>Not a FileChannel: the interruption of one reading thread would close that for all, and so for the next try.
 */
final class SpooledOctets implements Octets {
    /** What is kept in memory; only more than this makes a file. */
    static final int IN_MEMORY = 1 << 20;

    private final RandomAccessFile file;
    private final long size;
    /** Guards the file's position, from seek to the end of read. */
    private final ReentrantLock position = new ReentrantLock();

    private SpooledOctets(RandomAccessFile file, long size) {
        this.file = file;
        this.size = size;
    }

    /** Reads through a buffer: a file stream's own ways of reading much at once fail on a pipe, which has no position. */
    static Octets spool(InputStream stream) throws IOException {
        InputStream in = new BufferedInputStream(stream);
        byte[] head = in.readNBytes(IN_MEMORY);
        if (head.length < IN_MEMORY) {
            return new MemoryOctets(head);
        }
        RandomAccessFile file = nameless();
        try {
            file.write(head);
            long size = head.length + copy(in, file);
            return new SpooledOctets(file, size);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static RandomAccessFile nameless() throws IOException {
        // The JDK makes temporary files readable by their owner only where the file system knows such a thing.
        Path path = Files.createTempFile("paloma", ".spool");
        try {
            return new RandomAccessFile(path.toFile(), "rw");
        } finally {
            unlink(path);
        }
    }

    private static void unlink(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Windows keeps an open file's name; then it goes with the process.
            path.toFile().deleteOnExit();
        }
    }

    private static long copy(InputStream in, RandomAccessFile file) throws IOException {
        byte[] block = new byte[1 << 16];
        long copied = 0;
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            file.write(block, 0, n);
            copied += n;
        }
        return copied;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() {
        return new Reader();
    }

    private int read(long from, byte[] target, int offset, int length) throws IOException {
        position.lock();
        try {
            file.seek(from);
            return file.read(target, offset, length);
        } finally {
            position.unlock();
        }
    }

    private final class Reader extends InputStream {
        private long next;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = SpooledOctets.this.read(next, target, offset, length);
            if (n > 0) {
                next += n;
            }
            return n;
        }
    }
}
