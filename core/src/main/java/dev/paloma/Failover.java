package dev.paloma;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which server gets a mail, and which is next. The next one is tried while nothing has been sent and nobody has refused
 * the mail for good; never once a server may have it. Safe for use by several threads.
 */
final class Failover {
    private final List<Route> routes;
    private final boolean roundRobin;
    private final Events events;
    private final Signing signing;
    private final AtomicInteger turn = new AtomicInteger();

    Failover(List<Route> routes, boolean roundRobin, Events events, Signing signing) {
        this.events = events;
        this.signing = signing;
        this.routes = List.copyOf(routes);
        this.roundRobin = roundRobin;
    }

    List<Route> routes() {
        return routes;
    }

    /** What of a mail goes to servers. */
    Mail outgoing(Mail mail) {
        return signing.outgoing(mail);
    }

    /** The servers in the order to try now: those that failed a moment ago come last. */
    List<Route> order() {
        if (routes.size() == 1) {
            return routes;
        }
        List<Route> order = new ArrayList<>(routes);
        if (roundRobin) {
            Collections.rotate(order, -Math.floorMod(turn.getAndIncrement(), order.size()));
        }
        List<Route> aside = order.stream().filter(Route::isAside).toList();
        order.removeAll(aside);
        order.addAll(aside);
        return order;
    }

    /** Sends a mail to the first server that takes it. */
    Sent send(Job job) {
        List<Route> order = order();
        return goOn(job, order, order.get(0).attempt(job));
    }

    /** What came of it at the first server; others are tried as far as they may. */
    Sent goOn(Job job, List<Route> order, Attempt first) {
        Route told = order.get(0);
        Attempt telling = first;
        List<Receipt.Tried> tried = job.tried();
        for (int i = 1; i < order.size() && goesOn(telling); i++) {
            Route route = order.get(i);
            int before = tried.size();
            job.reopen(); // its end may have left together with an envelope that was refused
            Attempt attempt = route.attempt(job);
            if (telling.outweighs(attempt)) {
                tried.add(new Receipt.Tried(route.name(), reason(attempt)));
            } else {
                tried.add(before, new Receipt.Tried(told.name(), reason(telling)));
                told = route;
                telling = attempt;
            }
        }
        return sent(job, told.name(), telling);
    }

    /** Whoever interrupts a send wants no other server. */
    private static boolean goesOn(Attempt attempt) {
        return attempt.elsewhere() && !Thread.currentThread().isInterrupted();
    }

    /** What came of it at the only server that was tried. */
    Sent sent(Job job, String server, Attempt attempt) {
        Failure failure = attempt.failure();
        List<Receipt.Row> rows = attempt.rows();
        Receipt.Session session = attempt.session();
        if (failure != null || session.total().isZero()) { // else its last reply was the end
            session = session.lasting(job.lasted());
        }
        if (failure != null && failure.isCancelled() && job.isLate()) {
            failure = failure.late(server, session.total());
            rows = late(rows, failure);
        }
        Receipt receipt = new Receipt(rows, job.messageId(), server, job.tried(), session);
        return events.finished(new Sent(
                Signing.given(job.mail()), receipt, failure == null ? null : new SendException(failure, receipt)));
    }

    /** Nobody cancelled it. */
    private static List<Receipt.Row> late(List<Receipt.Row> rows, Failure failure) {
        return rows.stream()
                .map(row -> row.outcome() == Outcome.DEFERRED && row.reply() == null
                        ? new Receipt.Row(row.recipient(), row.outcome(), null, failure.message())
                        : row)
                .toList();
    }

    /** Opens connections to the first server. */
    void warmUp(int connections) {
        if (routes.get(0) instanceof SmtpRoute first) {
            List<Receipt.Tried> tried = new ArrayList<>();
            try {
                first.warmUp(connections, tried);
            } catch (ConnectFailure e) {
                Receipt none = new Receipt(List.of(), null, first.name(), tried, e.session());
                throw new SendException(e.failure(), none);
            }
        }
    }

    /** It was cancelled before anything of it was sent. */
    Sent cancelled(Job job) {
        String why = job.isLate() ? "its time was over before it was sent" : "cancelled before it was sent";
        return unsent(job, Failure.of(SendException.Kind.TEMPORARY, Stage.CONNECT, why, null));
    }

    /** A bug of ours, or of what we were given, told to whoever waits; what may be with a server by then is in doubt. */
    Sent unforeseen(Job job, Throwable e) {
        Attempt known = job.attempt();
        if (!job.isCommitted()) {
            String why = "unforeseen: " + e + "; try again later";
            return unsent(job, new Failure(SendException.Kind.TEMPORARY, Stage.CONNECT, why, null, e));
        }
        Failure doubt = Verdict.doubt(routes.get(0).name(), e);
        List<Receipt.Row> rows = known == null ? Verdict.unasked(job.mail().envelope(), doubt) : known.rows();
        return sent(
                job, routes.get(0).name(), new Attempt(Verdict.inDoubt(rows), doubt, false, Receipt.Session.none()));
    }

    private Sent unsent(Job job, Failure failure) {
        Mail mail = job.mail();
        return sent(
                job,
                routes.get(0).name(),
                new Attempt(Verdict.unasked(mail.envelope(), failure), failure, false, Receipt.Session.none()));
    }

    private static String reason(Attempt attempt) {
        Failure failure = attempt.failure();
        return failure == null ? "" : failure.message();
    }
}
