package dev.paloma.outbox;

import java.util.Locale;

/** What a mail or one of its recipients is now. The order is from best to worst: a mail is what its worst recipient is. */
public enum MailState {
    /** A server has it. */
    ACCEPTED(1),
    /** Somebody called it off before it was sent. */
    CANCELLED(2),
    /** It was tried until its time was over. */
    EXPIRED(3),
    /** A server won't have it. */
    REFUSED(4),
    /** It waits for somebody to release it. */
    HELD(5),
    /** It will be tried, now or later. */
    QUEUED(6),
    /** A worker has it. Never stored: its job is leased. */
    SENDING(7);

    private static final MailState[] ALL = values();

    private final int number;

    MailState(int number) {
        this.number = number;
    }

    /** As it stands in the database. */
    int number() {
        return number;
    }

    static MailState of(int number) {
        return ALL[number - 1];
    }

    /** Nothing will be tried any more unless somebody asks for it. */
    public boolean isFinal() {
        return number < HELD.number;
    }

    /** The name for people and JSON: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
