package dev.paloma.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Attempts that were begun by a worker that is dead, or stood still for a whole lease: nobody knows how they ended. */
final class Abandoned {
    private static final String WHY = "its worker died or stood still; it may have been delivered";
    private static final String QUEUED =
            "SELECT number FROM outbox_recipient WHERE mail = ? AND job = ? AND state = 6 ORDER BY number";

    private Abandoned() {}

    static Finish finish(Claimed job, long worker, boolean hold, Finish.Span span) {
        Finish.Next next = new Finish.Next(hold ? JobState.HELD : JobState.READY, span.ended(), job.deferrals());
        Finish.Told told = new Finish.Told(null, null, WHY);
        return new Finish(job, worker, MailStatus.Result.ABANDONED, List.of(), next, told, span, null);
    }

    static Finish withRows(Session session, Finish finish, boolean hold) throws SQLException {
        List<Finish.Row> rows = new ArrayList<>();
        MailState state = hold ? MailState.HELD : MailState.QUEUED;
        try (ResultSet row =
                session.query(QUEUED, finish.job().mail(), finish.job().id())) {
            while (row.next()) {
                rows.add(new Finish.Row(row.getInt(1), MailStatus.Result.ABANDONED, state, 0, WHY));
            }
        }
        return new Finish(
                finish.job(),
                finish.worker(),
                finish.result(),
                rows,
                finish.next(),
                finish.told(),
                finish.times(),
                null);
    }
}
