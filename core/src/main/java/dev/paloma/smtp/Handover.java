package dev.paloma.smtp;

/** Whoever hands a mail over, and waits for what becomes of it. Called from the thread that uses the connection. */
public interface Handover {
    /**
     * Asked once, immediately before the end mark is put on the wire: the last moment at which the mail can be held back.
     * What it throws holds the mail back too.
     *
     * @return false to hold the mail back; it has certainly not been sent then
     */
    default boolean mayLeave() {
        return true;
    }

    /** What happened, whatever it was; called once for each mail. It must not throw. */
    void done(TransactionResult result);
}
