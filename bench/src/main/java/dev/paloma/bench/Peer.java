package dev.paloma.bench;

import java.util.Map;

/** A client that sends the mails of a {@link Task}. */
interface Peer extends AutoCloseable {
    /** Sends so many; when it returns the server has answered for each. */
    void send(int mails) throws Exception;

    /** What only this client can know of the last {@link #send}. */
    default Map<Figure, Double> figures() {
        return Map.of();
    }

    @Override
    default void close() throws Exception {}

    /** Makes one; what this costs isn't measured. */
    @FunctionalInterface
    interface Opener {
        Peer open(Task task) throws Exception;
    }
}
