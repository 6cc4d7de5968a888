package dev.paloma.outbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, as it is to be written down.
 *
 * @param job which
 * @param worker the number under which it was begun
 * @param result of the attempt as a whole
 * @param rows of each recipient that was tried
 * @param next what becomes of the job
 * @param told what the server and the mailer said
 * @param times when it began and ended
 * @param report what the sender is told; null for nothing
 */
record Finish(
        Claimed job,
        long worker,
        MailStatus.Result result,
        List<Row> rows,
        Next next,
        Told told,
        Span times,
        @Nullable Report report) {
    /**
     * @param number the recipient's
     * @param result what was said
     * @param state what the recipient is now; {@link MailState#QUEUED} if it is tried again
     * @param code the reply's, 0 for none
     * @param text its words
     */
    record Row(int number, MailStatus.Result result, MailState state, int code, String text) {}

    /**
     * @param state the job's, of {@link JobState}; {@link #DONE} if it has nothing left to do
     * @param due when it is tried again, in milliseconds
     * @param deferrals how many attempts count for the back-off now
     */
    record Next(int state, long due, int deferrals) {
        static final int DONE = -1;
    }

    /**
     * @param server which
     * @param queueId its name for the mail
     * @param text why it failed
     */
    record Told(
            @Nullable String server,
            @Nullable String queueId,
            @Nullable String text) {
        static final Told NOTHING = new Told(null, null, null);
    }

    /**
     * @param began in milliseconds
     * @param ended in milliseconds
     */
    record Span(long began, long ended) {}

    Finish with(@Nullable Report told) {
        return new Finish(job, worker, result, rows, next, this.told, times, told);
    }

    /** The same, but tried again only then, if at all. */
    Finish notBefore(long millis) {
        Next later = isDone() ? next : new Next(next.state, millis, next.deferrals);
        return new Finish(job, worker, result, rows, later, told, times, report);
    }

    boolean isDone() {
        return next.state() == Next.DONE;
    }

    /** The worst of the rows'. */
    MailState worst() {
        MailState worst = MailState.ACCEPTED;
        for (Row row : rows) {
            worst = row.state().compareTo(worst) > 0 ? row.state() : worst;
        }
        return worst;
    }
}
