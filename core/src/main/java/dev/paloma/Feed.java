package dev.paloma;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that wait, and the threads that take them: no more than there may be connections, and another only when those
 * there are fall behind. The lock guards the queue and the threads' coming and going, never a job.
 */
final class Feed implements AutoCloseable {
    private static final long LINGER = TimeUnit.SECONDS.toNanos(1);

    private final int most;
    private final int behind;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private Supplier<? extends Runnable> lanes = () -> {
        throw new IllegalStateException("no lanes yet");
    };
    private int resting;
    private int numbered;
    private boolean closed;

    /**
     * @param most threads at a time
     * @param behind so many waiting jobs call for another one
     */
    Feed(int most, int behind) {
        this.most = most;
        this.behind = behind;
    }

    /** How many mails all threads together have on their way at most. */
    int windows() {
        return most * behind;
    }

    /** What a thread does: take jobs from here until there are none. */
    void workedBy(Supplier<? extends Runnable> makers) {
        lanes = makers;
    }

    /** Adds a job, and a thread if one is needed. */
    void add(Job job) {
        lock.lock();
        try {
            jobs.add(job);
            if (resting > 0) {
                changed.signal();
            } else if (threads.isEmpty() || (threads.size() < most && jobs.size() >= behind)) {
                start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        Runnable lane = lanes.get();
        Thread thread = new Thread(
                () -> {
                    try {
                        lane.run();
                    } finally {
                        ended(Thread.currentThread());
                    }
                },
                "paloma-lane-" + ++numbered);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void ended(Thread thread) {
        lock.lock();
        try {
            threads.remove(thread);
            if (!jobs.isEmpty() && threads.isEmpty()) {
                start(); // one came just after the last thread had looked
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next job; null if there is none just now. */
    @Nullable
    Job poll() {
        lock.lock();
        try {
            return jobs.poll();
        } finally {
            lock.unlock();
        }
    }

    /** The next job, waiting for it a little; null means that the thread may end. */
    @Nullable
    Job take() {
        lock.lock();
        try {
            long left = LINGER;
            resting++;
            while (jobs.isEmpty() && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return jobs.poll();
        } catch (InterruptedException e) {
            return jobs.poll(); // nobody interrupts these threads; if somebody does, no job is lost over it
        } finally {
            resting--;
            lock.unlock();
        }
    }

    /** Ends the threads once there are no more jobs. */
    @Override
    public void close() {
        List<Thread> last;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            last = List.copyOf(threads);
        } finally {
            lock.unlock();
        }
        last.forEach(Threads::awaitEnd);
    }
}
