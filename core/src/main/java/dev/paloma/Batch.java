package dev.paloma;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Handover;
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
    private final List<Job> alone = new ArrayList<>();
    private boolean rested;

    Batch(SmtpRoute route, Pooled pooled, Lane lane) {
        this.route = route;
        this.pooled = pooled;
        this.lane = lane;
    }

    /** Sends the first, and as many of those that wait behind it as this connection may carry. */
    void run(Job first) {
        for (Job job = first; job != null; job = next()) {
            if (route.parts().mustSplit(job.mail(), pooled.most())) {
                alone.add(job);
                break; // what stands behind it shall not keep it waiting
            }
            submit(job);
        }
        pooled.connection().settle();
    }

    /** Those that go by a connection of their own: it was lost under them without doubt, or takes only a part of them. */
    List<Job> alone() {
        return alone;
    }

    /** Those of whose recipients some were turned away only because others came before them. */
    List<Job> unfinished() {
        return unfinished;
    }

    /**
     * None is taken before there is room for it: another connection may have some. Whoever waits for a connection came before
     * those that wait here.
     */
    private @Nullable Job next() {
        pooled.connection().awaitRoom(lane.window());
        if (!pooled.isOpen() || route.isAwaited()) {
            return null;
        }
        rested = false;
        Job job = lane.next(this::rest);
        if (job != null && rested && !pooled.isFit()) {
            alone.add(job);
            return null;
        }
        return job;
    }

    private void rest() {
        pooled.connection().settle();
        pooled.rest();
        rested = true;
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
                    attempted(job, route.verdict(pooled, mail, result, job.lasted()));
                }
            });
        } catch (SmtpException e) {
            lane.attempted(job, route.unsuited(pooled, mail, e));
        }
    }

    private void attempted(Job job, Attempt attempt) {
        if (SmtpRoute.isLost(attempt)) {
            job.reopen();
            alone.add(job);
        } else if (route.parts().hasRest(attempt)) {
            job.attempted(attempt);
            unfinished.add(job);
        } else {
            lane.attempted(job, attempt);
        }
    }
}
