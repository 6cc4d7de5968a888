package dev.paloma.outbox;

/**
 * Hears what becomes of mails. Each event is written down with the outcome it tells of and struck out after the listener
 * returned: so it is told at least once, and more often if the worker dies in between or the listener throws; then it is
 * marked as repeated.
 *
 * <p>Called by several threads of the worker; one of its routes waits while it runs.
 */
@FunctionalInterface
public interface OutboxListener {
    /** An attempt has ended. */
    void ended(OutboxEvent event);

    /** The worker itself is in trouble, as when the database can't be reached; it goes on trying. */
    default void troubled(OutboxException trouble) {}
}
