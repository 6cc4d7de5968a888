package dev.paloma.outbox;

import java.sql.SQLException;

/**
 * Makes room for this day's mails and the next ones', once a day, by whoever comes first: also where there are only
 * submitters. Safe for use by several threads; its lock lets them wait for the one who does it.
 */
final class Days {
    private static final int AHEAD = 2;

    private final Database database;
    private volatile long prepared = -1;

    Days(Database database) {
        this.database = database;
    }

    /** Before something is inserted. A mail that finds no room of its day is kept with the rest. */
    void look() {
        if (isNew()) {
            synchronized (this) {
                if (isNew()) {
                    tryToPrepare();
                    prepared = today(); // if it failed, tomorrow is soon enough
                }
            }
        }
    }

    private void tryToPrepare() {
        try {
            prepare();
        } catch (OutboxException e) {
            return; // whoever submits next hears of what is wrong
        }
    }

    /** Whether nobody has looked today. */
    boolean isNew() {
        return prepared != today();
    }

    /**
     * Whether or not somebody has looked today.
     *
     * @throws OutboxException if it can't be done
     */
    void prepare() {
        long today = today();
        try {
            database.prepareDays(today, today + AHEAD);
        } catch (SQLException e) {
            throw OutboxException.of("new days can't be prepared", e);
        }
        prepared = today;
    }

    private long today() {
        return MailId.day(database.now());
    }
}
