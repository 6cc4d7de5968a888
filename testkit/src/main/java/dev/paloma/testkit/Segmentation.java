package dev.paloma.testkit;

/** In which pieces the server writes its replies; every piece is a write of its own (and under TLS a record). */
public enum Segmentation {
    /** A reply, however many lines, in one write. */
    WHOLE,
    /** Each line in its own write. */
    BY_LINE,
    /** Each byte in its own write. */
    BY_BYTE
}
