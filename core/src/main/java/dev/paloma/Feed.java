package dev.paloma;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that wait, and the threads that take them: no more than there may be connections, and another only when those
 * there are fall behind. The lock guards the threads' coming and going, never a job: while threads work, jobs come and go
 * without it.
 */
final class Feed implements AutoCloseable {
    private static final long LINGER = TimeUnit.SECONDS.toNanos(1);

    private final int most;
    private final int behind;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    /** Those that take jobs. */
    private final List<Thread> threads = new ArrayList<>();
    /** Those that won't take another, and haven't ended yet. */
    private final List<Thread> leaving = new ArrayList<>();

    private Supplier<? extends Runnable> lanes = () -> {
        throw new IllegalStateException("no lanes yet");
    };
    /** Changed under the lock; whoever adds a job looks at them behind that, so that one of the two sees the other. */
    private final AtomicInteger resting = new AtomicInteger();

    private volatile int working;
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
        jobs.add(job);
        int all = waiting.incrementAndGet();
        if (resting.get() > 0 || working == 0 || (working < most && all >= behind)) {
            lock.lock();
            try {
                callSomebody();
            } finally {
                lock.unlock();
            }
        }
    }

    /** One that was called for another job a moment ago still counts as resting, and takes that one only. */
    private void callSomebody() {
        changed.signal();
        if (threads.isEmpty() || (threads.size() < most && waiting.get() - resting.get() >= behind)) {
            start();
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
        working = threads.size();
        thread.start();
    }

    private void ended(Thread thread) {
        lock.lock();
        try {
            leaving.remove(thread);
            threads.remove(thread);
            working = threads.size();
            if (!jobs.isEmpty() && threads.isEmpty()) {
                start(); // it ended in an unforeseen way
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next job; null if there is none just now. */
    @Nullable
    Job poll() {
        Job job = jobs.poll();
        if (job != null) {
            waiting.decrementAndGet();
        }
        return job;
    }

    /** The next job, waiting for it a little; null means that the thread may end. */
    @Nullable
    Job take() {
        Job job = poll();
        return job == null ? await() : job;
    }

    private @Nullable Job await() {
        lock.lock();
        try {
            long left = LINGER;
            resting.incrementAndGet();
            while (jobs.isEmpty() && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return pollOrLeave();
        } catch (InterruptedException e) {
            return pollOrLeave(); // nobody interrupts these threads; if somebody does, no job is lost over it
        } finally {
            resting.decrementAndGet();
            lock.unlock();
        }
    }

    /** Whoever adds a job after that look finds one thread less. */
    private @Nullable Job pollOrLeave() {
        Job job = poll();
        if (job == null) {
            threads.remove(Thread.currentThread());
            working = threads.size();
            leaving.add(Thread.currentThread());
        }
        return job;
    }

    /** Ends the threads once there are no more jobs. */
    @Override
    public void close() {
        List<Thread> last;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            last = new ArrayList<>(threads);
            last.addAll(leaving);
        } finally {
            lock.unlock();
        }
        last.forEach(Threads::awaitEnd);
    }
}
