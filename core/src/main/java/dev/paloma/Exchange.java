package dev.paloma;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Handover;
import dev.paloma.smtp.SmtpConnection;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.TransactionResult;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A job's mail, or part after part of it, each of which is waited for. It goes by another connection where the one before may
 * carry no more, or turned out to be dead: that says nothing of the server, and nothing counts as tried. Used by one thread.
 */
final class Exchange implements Function<Mail, Attempt>, Handover, AutoCloseable {
    private final SmtpRoute route;
    private final Job job;
    private @Nullable Pooled lent;
    private @Nullable TransactionResult result;
    /** Some of it is, or may be, with the server. */
    private boolean begun;

    /**
     * @param begun whether the server has some of it from before
     */
    Exchange(SmtpRoute route, Job job, boolean begun) {
        this.route = route;
        this.job = job;
        this.begun = begun;
    }

    @Override
    public Attempt apply(Mail part) {
        while (true) {
            if (!begun) {
                job.reopen();
            }
            Pooled pooled;
            try {
                pooled = connection();
            } catch (ConnectFailure e) {
                return SmtpRoute.unconnected(part, e);
            }
            Attempt attempt = transact(pooled, part);
            if (!pooled.isReused() || !SmtpRoute.isLost(attempt)) {
                begun |= mayBeThere(attempt);
                return attempt;
            }
            pooled.retire(); // or one that stays out of step would be taken up again for ever
        }
    }

    /** One that may carry another mail. */
    Pooled connection() throws ConnectFailure {
        Pooled pooled = lent;
        if (pooled == null || !pooled.isOpen()) {
            close();
            pooled = route.take(job.tried());
            lent = pooled;
        }
        return pooled;
    }

    /** Whether somebody has it, or may have it. */
    private static boolean mayBeThere(Attempt attempt) {
        return attempt.has(Outcome.ACCEPTED) || attempt.has(Outcome.UNKNOWN);
    }

    private Attempt transact(Pooled pooled, Mail part) {
        SmtpConnection connection = pooled.connection();
        boolean ended = false;
        result = null;
        try {
            connection.submit(part, route.acceptance(), 1, this);
            pooled.count(part);
            connection.settle();
            ended = true;
        } catch (SmtpException e) {
            pooled.count(part);
            ended = true;
            return route.unsuited(pooled, part, e);
        } finally {
            if (!ended) {
                connection.close(); // answers may be due that would pass for the next mail's
            }
        }
        if (result == null) {
            throw new IllegalStateException("a mail without a result");
        }
        return route.verdict(pooled, part, result, job.lasted());
    }

    @Override
    public boolean mayLeave() {
        return job.mayLeave();
    }

    @Override
    public void done(TransactionResult happened) {
        result = happened;
    }

    /** Gives its connection back. */
    @Override
    public void close() {
        Pooled pooled = lent;
        lent = null;
        if (pooled != null) {
            route.giveBack(pooled);
        }
    }
}
