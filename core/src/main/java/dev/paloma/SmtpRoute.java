package dev.paloma;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TransactionResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

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

    @Override
    public Attempt attempt(Job job) {
        try (Exchange exchange = new Exchange(this, job, false)) {
            return parts.send(job.mail(), exchange.connection().most(), exchange);
        } catch (ConnectFailure e) {
            return unconnected(job.mail(), e);
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
        boolean ended = false;
        try {
            batch.run(first);
            ended = true;
        } finally {
            if (!ended) {
                pooled.connection().close(); // answers may be due that would pass for the next mail's
            }
            pool.giveBack(pooled);
        }
        batch.unfinished().forEach(job -> lane.attempted(job, rest(job)));
        batch.alone().forEach(job -> lane.attempted(job, attempt(job)));
    }

    /** To those of its recipients who were turned away only because others came before them. */
    private Attempt rest(Job job) {
        Attempt begun = Objects.requireNonNull(job.attempt());
        try (Exchange exchange = new Exchange(this, job, true)) {
            return parts.rest(job.mail(), begun, exchange);
        }
    }

    /** Opens connections beforehand, until so many wait to be used, or all others are lent. */
    void warmUp(int connections, List<Receipt.Tried> tried) throws ConnectFailure {
        List<Pooled> taken = new ArrayList<>();
        try {
            Pooled next = connections < 1 ? null : take(tried);
            while (next != null) {
                taken.add(next);
                next = taken.size() < connections ? pool.takeFree(opening, tried) : null;
            }
        } finally {
            taken.forEach(pool::giveBack);
        }
    }

    /** Whether somebody waits until a connection is given back. */
    boolean isAwaited() {
        return pool.isAwaited();
    }

    void giveBack(Pooled pooled) {
        pool.giveBack(pooled);
    }

    Pooled take(List<Receipt.Tried> tried) throws ConnectFailure {
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
            throw new ConnectFailure(new Failure(SendException.Kind.TEMPORARY, Stage.CONNECT, why, null, e), false);
        }
    }

    static Attempt unconnected(Mail mail, ConnectFailure e) {
        return new Attempt(Verdict.unasked(mail.envelope(), e.failure()), e.failure(), e.isElsewhere(), e.session());
    }

    /**
     * What the server's answers mean.
     *
     * @param total since the mail was handed over
     */
    Attempt verdict(Pooled pooled, Mail mail, TransactionResult result, Duration total) {
        Receipt.Session session = Receipt.Session.of(pooled, result, QueueId.in(result), total);
        return Verdict.of(name(), mail.envelope(), result, acceptance, session);
    }

    /** It can't travel here; elsewhere it may. */
    Attempt unsuited(Pooled pooled, Mail mail, SmtpException e) {
        Failure failure = Failure.of(name(), e);
        boolean elsewhere = e.kind() != SmtpException.Kind.CONTENT;
        Receipt.Session session = Receipt.Session.of(pooled, null, null, Duration.ZERO);
        return new Attempt(Verdict.unasked(mail.envelope(), failure), failure, elsewhere, session);
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
}
