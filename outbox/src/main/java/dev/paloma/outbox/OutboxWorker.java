package dev.paloma.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Delivers what is in an outbox: as many workers as one likes, in as many processes, and with PostgreSQL on as many
 * machines. Each keeps a lease; when it dies others take over, and what it may have sent is in doubt and said to be.
 *
 * <p>Safe for use by several threads. Threads: one for each route, one that shows that the worker lives, one that keeps
 * house, and the mailers'.
 */
public final class OutboxWorker implements AutoCloseable {
    private static final int ROUNDS_IN_A_LEASE = 3;

    private final Outbox outbox;
    private final Incarnation incarnation;
    private final List<RouteLoop> loops = new ArrayList<>();
    private final List<Postman> postmen = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Thread> keeping = new ArrayList<>();
    private final Rounds keeper;
    private final Rounds housekeeper;
    private final Runnable waker = this::wake;
    private boolean started;
    private boolean closed;

    OutboxWorker(OutboxWorkerBuilder settings) {
        this.outbox = settings.outbox;
        this.incarnation = new Incarnation(outbox, settings.lease);
        Judge judge = new Judge(settings.backOff, settings.holdDoubtful);
        WorkerParts parts = new WorkerParts(
                outbox,
                incarnation,
                judge,
                new ClockWatch(outbox.database()),
                settings.poll.toNanos(),
                settings.rest.toNanos(),
                settings.reporter,
                settings.listener);
        settings.routes.forEach((name, mailer) -> {
            Postman postman = new Postman(mailer, settings.connections);
            postmen.add(postman);
            Traffic.Limits limits = new Traffic.Limits(settings.each, settings.destinations, settings.rate(name));
            loops.add(new RouteLoop(name, parts, postman, new Traffic(postman.express(), postman.aside(), limits)));
        });
        Housekeeping housekeeping =
                new Housekeeping(parts, settings.routes.keySet(), settings.backOff.longest(), settings.history);
        long round = settings.lease.toNanos() / ROUNDS_IN_A_LEASE;
        this.keeper = new Rounds(
                parts, "the worker can't show that it lives", round, new Keeper(parts, settings.holdDoubtful)::round);
        this.housekeeper = new Rounds(parts, "the outbox can't be kept in order", round, housekeeping::round);
    }

    /** A worker for this outbox, with settings of its own. */
    public static OutboxWorkerBuilder builder(Outbox outbox) {
        return new OutboxWorkerBuilder(outbox);
    }

    /**
     * Begins to work.
     *
     * @return this
     * @throws OutboxException if the database can't be reached
     * @throws IllegalStateException if it has been started or closed before
     */
    public synchronized OutboxWorker start() {
        if (started || closed) {
            throw new IllegalStateException("a worker is started once");
        }
        incarnation.register();
        started = true;
        outbox.wakes(waker);
        keeping.add(thread("paloma-outbox-keeper", keeper));
        keeping.add(thread("paloma-outbox-housekeeper", housekeeper));
        loops.forEach(loop -> threads.add(thread("paloma-outbox-" + loop.route(), () -> work(loop))));
        return this;
    }

    /** If one of the loops dies the worker does too, so that others take over from it. */
    private void work(RouteLoop loop) {
        try {
            loop.run();
        } finally {
            if (!loop.isStopping()) {
                loops.forEach(RouteLoop::stop);
                keeper.stop();
            }
        }
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void wake() {
        loops.forEach(RouteLoop::wake);
    }

    /**
     * Waits until nothing is left to send by its routes, now or later; held mails aside.
     *
     * @throws OutboxException if the worker ends before that
     * @throws InterruptedException if the thread is interrupted
     */
    public void untilEmpty() throws InterruptedException {
        await("SELECT 1 FROM outbox_job WHERE route = ? AND state <> 4 LIMIT 1");
    }

    /**
     * Waits until nothing is left to send by its routes just now: what waits for its time goes on waiting.
     *
     * @throws OutboxException if the worker ends before that
     * @throws InterruptedException if the thread is interrupted
     */
    public void untilIdle() throws InterruptedException {
        await("SELECT 1 FROM outbox_job WHERE route = ? AND state NOT IN (1, 4) LIMIT 1");
    }

    private void await(String anything) throws InterruptedException {
        for (RouteLoop loop : loops) {
            while (loop.isBusy()
                    || outbox.readers()
                                    .read(
                                            "the outbox can't be read",
                                            session -> session.number(0, anything, loop.route()))
                            == 1) {
                if (loop.hasEnded()) {
                    throw new OutboxException("the worker has ended, and there is still something to send");
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /**
     * Begins nothing more, waits for what is on the wire, writes down what became of it, and gives the rest back to
     * others. Says goodbye to the servers.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        outbox.wakesNoMore(waker);
        loops.forEach(RouteLoop::stop);
        threads.forEach(OutboxWorker::join);
        postmen.forEach(Postman::close);
        housekeeper.stop();
        keeper.stop(); // only now: until then the worker lives
        keeping.forEach(OutboxWorker::join);
        if (started) {
            incarnation.leave();
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
