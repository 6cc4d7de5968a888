package dev.paloma;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thread's work: takes jobs and sees each of them to its end. Used by one thread. */
final class Lane implements Runnable {
    private final Feed feed;
    private final Failover failover;
    private final Pace pace;
    private final int window;
    private String server = "";
    private final List<Job> again = new ArrayList<>();
    /** Taken, and not told yet. */
    private final Set<Job> open = new LinkedHashSet<>();

    Lane(Feed feed, Failover failover, Pace pace, int window) {
        this.feed = feed;
        this.failover = failover;
        this.pace = pace;
        this.window = window;
    }

    /** How many mails may be on their way on one connection. */
    int window() {
        return window;
    }

    @Override
    public void run() {
        for (Job job = feed.take(); job != null; job = feed.take()) {
            if (isWanted(job)) {
                send(job);
            }
        }
    }

    /** Whatever goes wrong, each job is told what became of it: somebody waits for that. */
    private void send(Job first) {
        open.add(first);
        List<Route> order = failover.order();
        server = order.get(0).name();
        try {
            pace.await();
            order.get(0).batch(first, this);
            for (Job job : again) {
                Attempt attempt = job.attempt();
                if (attempt != null) {
                    tell(job, failover.goOn(job, order, attempt));
                }
            }
        } catch (Throwable e) {
            List.copyOf(open).forEach(job -> tell(job, failover.unforeseen(job, e)));
        } finally {
            again.clear();
        }
    }

    private void tell(Job job, Sent sent) {
        open.remove(job);
        job.tell(sent);
    }

    /**
     * A job that can go with those before it; null if there is none just now.
     *
     * @param beforeWaiting what to do before time passes
     */
    @Nullable
    Job next(Runnable beforeWaiting) {
        Job job = feed.poll();
        while (job != null && !isWanted(job)) {
            job = feed.poll();
        }
        if (job == null) {
            return null;
        }
        open.add(job);
        if (!pace.isFree()) {
            beforeWaiting.run();
            try {
                pace.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return job;
    }

    private boolean isWanted(Job job) {
        if (job.isCancelled()) {
            job.tell(failover.cancelled(job));
            return false;
        }
        return true;
    }

    /** What came of a job at the first server; where another may be tried, that waits until the connection is free. */
    void attempted(Job job, Attempt attempt) {
        if (attempt.failure() != null && attempt.elsewhere()) {
            job.reopen();
            job.attempted(attempt);
            again.add(job);
        } else {
            tell(job, failover.sent(job, server, attempt));
        }
    }
}
