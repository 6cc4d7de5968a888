package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;

/** A way for mail to go: a server, a folder, a recording in a test. Implementations are safe for use by several threads. */
public interface Transport extends AutoCloseable {
    /**
     * Sends one mail.
     *
     * @return what became of it, for each recipient; at least one has it
     * @throws SendException if the acceptance policy isn't met; it holds the receipt
     */
    Receipt send(Envelope envelope, Content content);

    /** Waits for what is under way, then lets go of what it holds. */
    @Override
    void close();
}
