package dev.paloma;

import dev.paloma.message.Mail;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Many mails from one iterator, a bounded number of which is under way. Used by the thread that brings them. */
final class Bulk {
    /** Under way or about to be: enough to keep windows full while the thread that brings them rests. */
    private static final int LEAST = 128;

    private final Feed feed;
    private final Consumer<Sent> done;
    private final int most;
    private final long limit;
    private final Semaphore room;
    /** Done with, but not yet given back to {@link #room}: the thread that brings mails is woken for many at once. */
    private final AtomicInteger returned = new AtomicInteger();

    private final AtomicReference<@Nullable Throwable> complaint = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile boolean ending;

    /**
     * @param windows how many mails all connections together have on their way at most
     * @param limit nanoseconds that each may take
     */
    Bulk(Feed feed, int windows, Consumer<Sent> done, long limit) {
        this.limit = limit;
        this.feed = feed;
        this.most = Math.max(LEAST, 2 * windows);
        this.room = new Semaphore(most);
        this.done = done;
    }

    /**
     * @param outgoing what of each mail goes to servers
     */
    void send(Iterator<Mail> mails, UnaryOperator<Mail> outgoing) {
        try {
            while (complaint.get() == null && mails.hasNext()) {
                room.acquire();
                add(mails, outgoing);
            }
        } catch (InterruptedException e) {
            stopped = true;
            Thread.currentThread().interrupt();
        } finally {
            ending = true;
            giveBack(1);
            room.acquireUninterruptibly(most);
        }
        Throwable complained = complaint.get();
        if (complained instanceof Error e) {
            throw e;
        }
        if (complained instanceof RuntimeException e) {
            throw e;
        }
    }

    private void add(Iterator<Mail> mails, UnaryOperator<Mail> outgoing) {
        boolean added = false;
        try {
            feed.add(new Job(outgoing.apply(mails.next()), () -> stopped, this::tell, limit));
            added = true;
        } finally {
            if (!added) {
                room.release();
            }
        }
    }

    private void tell(Sent sent) {
        try {
            done.accept(sent);
        } catch (Throwable e) { // an Error too: it is his who gave the callback, and not the lane's
            complaint.compareAndSet(null, e);
        } finally {
            returned.incrementAndGet();
            giveBack(ending ? 1 : most / 2);
        }
    }

    private void giveBack(int least) {
        if (returned.get() >= least) {
            room.release(returned.getAndSet(0));
        }
    }
}
