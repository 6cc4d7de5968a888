package dev.paloma.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a part's octets come from. Whatever goes wrong here is a {@link ContentException}, so that it isn't taken for a
 * failure of the connection.
 */
final class Source {
    private static final int MOST_LOOKED_AT = 1 << 20;
    private static final int MOST_HELD = 64 << 20;

    private final byte @Nullable [] memory;
    private final Opener opener;
    private final long start;
    private final long size;
    private final boolean partial;
    private final String what;

    private Source(byte @Nullable [] memory, Opener opener, long start, long size, boolean partial, String what) {
        this.memory = memory;
        this.opener = opener;
        this.start = start;
        this.size = size;
        this.partial = partial;
        this.what = what;
    }

    /** These octets, which the caller doesn't write to any more. */
    static Source of(byte[] memory) {
        return new Source(memory, InputStream::nullInputStream, 0, memory.length, false, "bytes");
    }

    /**
     * A stretch of these octets.
     *
     * @param what their name in messages
     */
    static Source of(Octets octets, long start, long end, String what) {
        return new Source(null, octets::open, start, end - start, end < octets.size(), what);
    }

    /** Streams of unknown length, each time a new one. */
    static Source of(Opener opener, String what) {
        return new Source(null, opener, 0, -1, false, what);
    }

    /** A way to a new stream. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    /** The octets, if they are in memory. */
    byte @Nullable [] memory() {
        return memory;
    }

    /** How many there are, or -1 if that isn't known. */
    long size() {
        return size;
    }

    /**
     * The charset text octets are in, if they are few enough to look at, and are in one that can be recognised.
     *
     * @throws UncheckedIOException if they can't be read
     */
    @Nullable
    String charset() {
        if (size < 0 || size > MOST_LOOKED_AT) {
            return null;
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(inMemory()));
            return text.length() == size ? "us-ascii" : "utf-8";
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /**
     * All of them.
     *
     * @throws MessageException if they are too many to hold
     * @throws UncheckedIOException if they can't be read
     */
    byte[] inMemory() {
        if (memory != null) {
            return memory;
        }
        InputStream in = null;
        try {
            in = open();
            byte[] all = in.readNBytes((int) Math.min(MOST_HELD + 1L, size < 0 ? Long.MAX_VALUE : size));
            if (all.length > MOST_HELD) {
                throw new MessageException(what + " is over 64 MiB: leave its encoding to be chosen");
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + what + ": " + e.getMessage(), e);
        } finally {
            close(in);
        }
    }

    InputStream open() throws ContentException {
        InputStream in = null;
        try {
            in = opener.open();
            if (in == null) {
                throw new ContentException(what + ": no stream was supplied");
            }
            in.skipNBytes(start);
            return in;
        } catch (IOException | RuntimeException e) {
            close(in);
            throw failed(e);
        }
    }

    /** Fills the block as far as there are octets, of which {@code before} have been read already. */
    int fill(InputStream in, byte[] block, long before) throws ContentException {
        int n;
        try {
            int most = size < 0 ? block.length : (int) Math.min(block.length, size - before);
            n = in.readNBytes(block, 0, most);
        } catch (IOException | RuntimeException e) {
            throw failed(e);
        }
        if (size >= 0 && n < block.length && before + n != size) {
            throw new ContentException(what + " ended after " + (before + n) + " of " + size + " octets");
        }
        if (partial && before + n == size) {
            // A file is looked at again when its last octets are read, which a stretch of it may never come to.
            close(open());
        }
        return n;
    }

    static void close(@Nullable InputStream in) {
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                // All that was wanted has been read.
                return;
            }
        }
    }

    private ContentException failed(Exception e) {
        if (e instanceof ContentException already) {
            return already;
        }
        return new ContentException("can't read " + what + ": " + e.getMessage(), e);
    }
}
