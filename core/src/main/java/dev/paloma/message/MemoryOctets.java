package dev.paloma.message;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Octets kept in memory; the array is nobody else's. */
final class MemoryOctets implements Octets {
    private final byte[] octets;

    MemoryOctets(byte[] octets) {
        this.octets = octets;
    }

    @Override
    public long size() {
        return octets.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(octets);
    }
}
