package dev.paloma.outbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down beginnings and ends of attempts: the only place where a job leaves a worker's hands. */
final class Ledger {
    private static final String FENCE = " WHERE id = ? AND worker = ? AND state = 3 AND attempts = ?";
    private static final String BEGIN = "UPDATE outbox_job SET state = 3, attempts = attempts + 1, began = ?"
            + " WHERE id = ? AND worker = ? AND state = 2 AND attempts = ?";
    private static final String GIVE_BACK =
            "UPDATE outbox_job SET state = 0, worker = NULL WHERE id = ? AND worker = ? AND state = 2";
    private static final String DONE = "DELETE FROM outbox_job" + FENCE;
    private static final String AGAIN =
            "UPDATE outbox_job SET state = ?, due = ?, deferrals = ?, worker = NULL, began = NULL" + FENCE;
    private static final String LATE = "UPDATE outbox_attempt SET late = ? WHERE mail = ? AND job = ? AND number = ?";
    /** Only while nobody has begun it anew. */
    private static final String BACK = "UPDATE outbox_job SET state = 3, worker = ?, began = ?"
            + " WHERE id = ? AND attempts = ? AND state IN (0, 1, 2, 4)";

    private static final String ATTEMPT =
            "INSERT INTO outbox_attempt (mail, job, number, outcome, worker, began, ended,"
                    + " server, queue_id, text, replies) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String RECIPIENT =
            "UPDATE outbox_recipient SET state = ?, changed = ? WHERE mail = ? AND job = ? AND number = ?";
    private static final String ONLY_JOB = "UPDATE outbox_mail SET state = ? WHERE id = ?";
    private final Session session;
    private final long worker;
    private final List<Finish> written = new ArrayList<>();

    Ledger(Session session, long worker) {
        this.session = session;
        this.worker = worker;
    }

    /** Which of these have begun; the others aren't this worker's any more. */
    List<Claimed> begin(List<Claimed> jobs, long now) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Claimed job : jobs) {
            rows.add(new Object[] {now, job.id(), worker, job.attempts()});
        }
        int[] changed = session.all(BEGIN, rows);
        List<Claimed> begun = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                begun.add(jobs.get(i));
            }
        }
        return begun;
    }

    /** For others, or for later: nothing has happened to them. */
    void giveBack(List<Claimed> jobs) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        jobs.forEach(job -> rows.add(new Object[] {job.id(), worker}));
        session.all(GIVE_BACK, rows);
    }

    /**
     * Writes down how attempts ended. What comes from a worker that had been given up is a note on the attempt; only if
     * the mail was accepted and hasn't been begun anew it counts, and nobody gets it twice.
     *
     * @return those that count
     */
    List<Finish> write(List<Finish> ends) throws SQLException {
        List<Finish> inOrder = new ArrayList<>(ends);
        inOrder.sort(Comparator.comparingLong(end -> end.job().id())); // so that no two wait for each other
        for (boolean done : new boolean[] {true, false}) {
            List<Finish> some =
                    inOrder.stream().filter(end -> end.isDone() == done).toList();
            int[] changed = session.all(done ? DONE : AGAIN, fences(some));
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] == 1) {
                    attempt(some.get(i));
                    effects(some.get(i));
                } else {
                    late(some.get(i));
                }
            }
        }
        session.flush();
        for (Finish end : written) {
            session.tally().count(worker, end);
            if (!end.job().alone()) {
                MailStates.settle(session, end.job().mail());
            }
        }
        return written;
    }

    private static List<@Nullable Object[]> fences(List<Finish> ends) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Finish end : ends) {
            Claimed job = end.job();
            rows.add(
                    end.isDone()
                            ? new Object[] {job.id(), end.worker(), job.attempt()}
                            : new Object[] {
                                end.next().state(),
                                end.next().due(),
                                end.next().deferrals(),
                                job.id(),
                                end.worker(),
                                job.attempt()
                            });
        }
        return rows;
    }

    private void late(Finish end) throws SQLException {
        Claimed job = end.job();
        String note = end.result().label() + ": " + Replies.text(end.rows()).replace('\n', ';');
        session.update(LATE, note, job.mail(), job.id(), job.attempt());
        boolean accepted = end.isDone() && end.result() == MailStatus.Result.ACCEPTED;
        if (accepted && session.update(BACK, worker, end.times().began(), job.id(), job.attempt()) == 1) {
            session.update(DONE, job.id(), worker, job.attempt());
            effects(end);
        }
    }

    private void attempt(Finish end) throws SQLException {
        Claimed job = end.job();
        Finish.Told told = end.told();
        session.later(
                ATTEMPT,
                job.mail(),
                job.id(),
                job.attempt(),
                end.result().number(),
                end.worker(),
                end.times().began(),
                end.times().ended(),
                told.server(),
                told.queueId(),
                told.text(),
                Replies.text(end.rows()));
    }

    private void effects(Finish end) throws SQLException {
        Claimed job = end.job();
        for (Finish.Row row : end.rows()) {
            if (row.state() != MailState.QUEUED) {
                session.later(RECIPIENT, row.state().number(), end.times().ended(), job.mail(), job.id(), row.number());
            }
        }
        if (job.alone() && end.isDone() && job.attempts() == 0) {
            session.later(ONLY_JOB, end.worst().number(), job.mail());
        } else if (job.alone()
                && end.next().state() != JobState.WAITING
                && end.next().state() != JobState.READY) {
            session.flush();
            MailStates.settle(session, job.mail()); // some recipients were settled by earlier attempts
        }
        Report report = end.report();
        if (report != null) {
            Submissions.insert(session, report.draft(), report.body());
        }
        written.add(end);
    }
}
