package dev.paloma;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Handover;
import dev.paloma.smtp.SmtpConnection;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TransactionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One SMTP server and the connections to it. */
final class SmtpRoute implements Route {
    /** For so long after a failure to connect the others come first. */
    private static final long ASIDE = TimeUnit.SECONDS.toNanos(30);

    private final Dialer dialer;
    private final Pool.Opening opening;
    private final Pool pool;
    private final Acceptance acceptance;
    private final Parts parts;
    private final Barred barred = new Barred();
    private final AtomicLong failedAt = new AtomicLong(System.nanoTime() - ASIDE);

    SmtpRoute(Dialer dialer, Pool pool, Acceptance acceptance) {
        this.dialer = dialer;
        this.opening = dialer::connect;
        this.pool = pool;
        this.acceptance = acceptance;
        this.parts = new Parts(dialer.name(), acceptance);
    }

    @Override
    public String name() {
        return dialer.name();
    }

    @Override
    public boolean isAside() {
        return System.nanoTime() - failedAt.get() < ASIDE;
    }

    /** A connection that was idle may turn out to be dead: then a fresh one is taken, and nothing counts as tried. */
    @Override
    public Attempt attempt(Job job) {
        while (true) {
            Pooled pooled;
            try {
                pooled = take(job.tried());
            } catch (ConnectFailure e) {
                return unconnected(job.mail(), e);
            }
            Attempt attempt;
            boolean again = false;
            try {
                attempt = converse(pooled, job.mail(), job);
                again = pooled.isReused() && isLost(attempt);
            } finally {
                if (again) {
                    pooled.retire(); // or one that stays out of step would be taken up again for ever
                }
                pool.giveBack(pooled);
            }
            if (!again) {
                return attempt;
            }
        }
    }

    @Override
    public void batch(Job first, Lane lane) {
        Pooled pooled;
        try {
            barred.check();
            pooled = take(first.tried());
        } catch (ConnectFailure e) {
            barred.note(e);
            lane.attempted(first, unconnected(first.mail(), e));
            return;
        }
        Batch batch = new Batch(this, pooled, lane);
        try {
            batch.run(first);
        } finally {
            pool.giveBack(pooled);
        }
        batch.lost().forEach(job -> lane.attempted(job, attempt(job)));
    }

    /** Opens connections beforehand, until so many wait to be used. */
    void warmUp(int connections, List<Receipt.Tried> tried) throws ConnectFailure {
        List<Pooled> taken = new ArrayList<>();
        try {
            while (taken.size() < Math.min(connections, pool.settings().connections())) {
                taken.add(take(tried));
            }
        } finally {
            taken.forEach(pool::giveBack);
        }
    }

    private Pooled take(List<Receipt.Tried> tried) throws ConnectFailure {
        try {
            return pool.take(opening, tried);
        } catch (ConnectFailure e) {
            if (e.isElsewhere()) {
                failedAt.set(System.nanoTime());
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            String why = name() + ": cancelled at stage connect, before there was a connection";
            throw new ConnectFailure(Failure.of(SendException.Kind.TEMPORARY, Stage.CONNECT, why, null), false);
        }
    }

    private static Attempt unconnected(Mail mail, ConnectFailure e) {
        return new Attempt(
                Verdict.unasked(mail.envelope(), e.failure()), e.failure(), e.isElsewhere(), Receipt.Session.none());
    }

    /** Sends it on this connection, in as many transactions as the server asks for. */
    Attempt converse(Pooled pooled, Mail mail, Job job) {
        int most = pooled.connection().capabilities().maximumRecipients();
        return parts.send(mail, most, new Exchange(pooled, job));
    }

    /** What the server's answers mean. */
    Attempt verdict(Pooled pooled, Mail mail, TransactionResult result) {
        Receipt.Session session = Receipt.Session.of(pooled, result, QueueId.in(result));
        return Verdict.of(name(), mail.envelope(), result, acceptance, session);
    }

    /** It can't travel here; elsewhere it may. */
    Attempt unsuited(Pooled pooled, Mail mail, SmtpException e) {
        Failure failure = Failure.of(name(), e);
        boolean elsewhere = e.kind() != SmtpException.Kind.CONTENT;
        return new Attempt(
                Verdict.unasked(mail.envelope(), failure), failure, elsewhere, Receipt.Session.of(pooled, null, null));
    }

    Acceptance acceptance() {
        return acceptance;
    }

    Parts parts() {
        return parts;
    }

    /** Whether it was the connection that failed, and the mail can't have gone anywhere. */
    static boolean isLost(Attempt attempt) {
        Failure failure = attempt.failure();
        if (failure == null || !attempt.elsewhere()) {
            return false;
        }
        if (failure.reply() != null) {
            return failure.reply().code() == 421;
        }
        return failure.cause() instanceof SmtpException e
                && (e.kind() == SmtpException.Kind.CONNECTION || e.kind() == SmtpException.Kind.PROTOCOL);
    }

    /** A job's mail, or part after part of it, each of which is waited for. */
    private final class Exchange implements Function<Mail, Attempt>, Handover {
        private final Pooled pooled;
        private final Job job;
        private @Nullable TransactionResult result;

        Exchange(Pooled pooled, Job job) {
            this.pooled = pooled;
            this.job = job;
        }

        @Override
        public Attempt apply(Mail part) {
            SmtpConnection connection = pooled.connection();
            result = null;
            try {
                connection.submit(part, acceptance, 1, this);
                pooled.count(part);
                connection.settle();
            } catch (SmtpException e) {
                pooled.count(part);
                return unsuited(pooled, part, e);
            }
            if (result == null) {
                throw new IllegalStateException("a mail without a result");
            }
            return verdict(pooled, part, result);
        }

        @Override
        public boolean mayLeave() {
            return job.mayLeave();
        }

        @Override
        public void done(TransactionResult happened) {
            result = happened;
        }
    }
}
