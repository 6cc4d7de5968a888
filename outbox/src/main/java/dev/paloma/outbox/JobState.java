package dev.paloma.outbox;

/** What a job is, as it stands in the database; indices and SQL name these numbers. */
final class JobState {
    /** Waits for a worker. */
    static final int READY = 0;
    /** Waits until it is due. */
    static final int WAITING = 1;
    /** A worker has it and hasn't begun it: nothing of it is anywhere. */
    static final int CLAIMED = 2;
    /** It may be on the wire: from here on its worker's death leaves it in doubt. */
    static final int BEGUN = 3;
    /** Somebody wants it to wait. */
    static final int HELD = 4;

    private JobState() {}
}
