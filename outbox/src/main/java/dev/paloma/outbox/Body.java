package dev.paloma.outbox;

import org.jspecify.annotations.Nullable;

/** The content of a mail that is about to be inserted. */
final class Body {
    private final byte @Nullable [] octets;
    private final long id;
    private final long size;
    private final boolean uploaded;

    private Body(byte @Nullable [] octets, long id, long size, boolean uploaded) {
        this.octets = octets;
        this.id = id;
        this.size = size;
        this.uploaded = uploaded;
    }

    static Body of(byte[] octets) {
        return new Body(octets, 0, octets.length, false);
    }

    /** One that was brought before, piece by piece, for the mail with this number. */
    static Body uploaded(long id, long size) {
        return new Body(null, id, size, true);
    }

    /** The same for another mail. */
    Body sharedWith(long mail) {
        return new Body(null, mail, size, false);
    }

    /** All of it, to be inserted with the mail; null where it is there already. */
    byte @Nullable [] octets() {
        return octets;
    }

    /** The content it is; 0 for one of its own. */
    long id() {
        return id;
    }

    /** Octets. */
    long size() {
        return size;
    }

    boolean uploaded() {
        return uploaded;
    }
}
