package dev.paloma.bench;

import java.io.IOException;

/** A server that takes mail, counts it and drops it. */
interface Sink extends AutoCloseable {
    /**
     * @param offers what the port that is asked for offers
     */
    int port(Offers offers) throws IOException;

    /** What has been counted since this was asked last. */
    Tally.Count take() throws IOException;

    @Override
    void close();
}
