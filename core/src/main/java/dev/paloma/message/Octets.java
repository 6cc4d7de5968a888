package dev.paloma.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Octets that can be read any number of times, by several threads at once, and are the same each time. */
sealed interface Octets permits MemoryOctets, FileOctets, SpooledOctets, JoinedOctets {
    /** How many there are; known beforehand. */
    long size();

    /**
     * A new stream over all of them; the caller closes it.
     *
     * @throws ContentException here or while reading, if they aren't what they were any more
     */
    InputStream open() throws IOException;

    /** A copy of these. */
    static Octets of(byte[] octets) {
        return new MemoryOctets(octets.clone());
    }

    /**
     * What this file holds now. A regular file is read when it is needed and must not change until then; anything else
     * that can be read, such as a pipe, can be read only once and is spooled.
     *
     * @throws IOException if it can't be read
     */
    static Octets of(Path path) throws IOException {
        return FileOctets.of(path);
    }

    /** All that this stream still holds; it is read to its end now and left open. */
    static Octets spool(InputStream in) throws IOException {
        return SpooledOctets.spool(in);
    }
}
