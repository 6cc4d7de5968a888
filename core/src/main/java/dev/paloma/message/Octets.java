package dev.paloma.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Scaffold. */
interface Octets {
    long size();

    InputStream open() throws IOException;

    static Octets of(byte[] octets) {
        return new Octets() {
            @Override
            public long size() {
                return octets.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(octets);
            }
        };
    }

    static Octets of(Path path) throws IOException {
        long size = Files.size(path);
        return new Octets() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                if (!Files.exists(path) || Files.size(path) != size) {
                    throw new ContentException(path + " has changed");
                }
                return Files.newInputStream(path);
            }
        };
    }

    static Octets spool(InputStream in) throws IOException {
        return of(in.readAllBytes());
    }
}
