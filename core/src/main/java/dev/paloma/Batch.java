package dev.paloma;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Handover;
import dev.paloma.smtp.SmtpConnection;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.TransactionResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mails that follow each other on one connection, several on their way at once. Used by one thread. */
final class Batch {
    private final SmtpRoute route;
    private final Pooled pooled;
    private final Lane lane;
    private final List<Job> unfinished = new ArrayList<>();
    private final List<Job> lost = new ArrayList<>();

    Batch(SmtpRoute route, Pooled pooled, Lane lane) {
        this.route = route;
        this.pooled = pooled;
        this.lane = lane;
    }

    /** Sends the first, and as many of those that wait behind it as this connection may carry. */
    void run(Job first) {
        SmtpConnection connection = pooled.connection();
        for (Job job = first; job != null; job = next()) {
            if (job.mail().envelope().recipients().size()
                    > connection.capabilities().maximumRecipients()) {
                connection.settle();
                lane.attempted(job, route.converse(pooled, job.mail(), job));
            } else {
                submit(job);
            }
        }
        connection.settle();
        for (Job job : unfinished) {
            Attempt begun = job.attempt();
            if (begun != null) {
                lane.attempted(job, route.parts().rest(job.mail(), begun, part -> route.converse(pooled, part, job)));
            }
        }
    }

    /** Those whose connection was lost under them, without doubt. */
    List<Job> lost() {
        return lost;
    }

    private @Nullable Job next() {
        if (!pooled.isOpen()) {
            return null;
        }
        return lane.next(pooled.connection()::settle);
    }

    private void submit(Job job) {
        Mail mail = job.mail();
        pooled.count(mail);
        try {
            pooled.connection().submit(mail, route.acceptance(), lane.window(), new Handover() {
                @Override
                public boolean mayLeave() {
                    return job.mayLeave();
                }

                @Override
                public void done(TransactionResult result) {
                    attempted(job, route.verdict(pooled, mail, result));
                }
            });
        } catch (SmtpException e) {
            lane.attempted(job, route.unsuited(pooled, mail, e));
        }
    }

    private void attempted(Job job, Attempt attempt) {
        if (SmtpRoute.isLost(attempt)) {
            job.reopen();
            lost.add(job);
        } else if (route.parts().hasRest(attempt)) {
            job.attempted(attempt);
            unfinished.add(job);
        } else {
            lane.attempted(job, attempt);
        }
    }
}
