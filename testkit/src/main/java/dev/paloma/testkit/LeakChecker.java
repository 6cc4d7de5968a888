package dev.paloma.testkit;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Finds threads and TCP sockets that appeared since {@link #start} and didn't go away. Sockets are seen where the
 * system has a {@code /proc}; elsewhere only threads are. What other tests do at the same time is seen too: not for
 * tests that run in parallel in one JVM. Virtual threads aren't seen.
 */
public final class LeakChecker {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Threads the JDK and JUnit start for the whole process, when first needed. */
    private static final List<String> LASTING =
            List.of("ForkJoinPool.commonPool-", "CompletableFutureDelayScheduler", "junit-jupiter-timeout-watcher");

    private final Set<Thread> threads = threads();
    private final Set<String> sockets = new HashSet<>(OpenSockets.list().keySet());

    private LeakChecker() {}

    /** Remembers what is there now. */
    public static LeakChecker start() {
        return new LeakChecker();
    }

    /**
     * Gives what is new some time to end.
     *
     * @throws AssertionError if something is left after that, with its names and stacks
     * @throws InterruptedException if interrupted while waiting
     */
    public void check(Duration grace) throws InterruptedException {
        long end = System.nanoTime() + grace.toNanos();
        List<Thread> left =
                threads().stream().filter(thread -> !threads.contains(thread)).toList();
        for (Thread thread : left) {
            long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            thread.join(Math.max(1, millis));
        }
        List<String> found = Stream.concat(
                        left.stream().filter(Thread::isAlive).map(LeakChecker::describe), openSockets(end).stream())
                .toList();
        if (!found.isEmpty()) {
            throw new AssertionError("left behind: " + String.join("\n", found));
        }
    }

    private List<String> openSockets(long end) {
        List<String> open = newSockets();
        while (!open.isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(POLL_NANOS);
            open = newSockets();
        }
        return open;
    }

    private List<String> newSockets() {
        return OpenSockets.list().entrySet().stream()
                .filter(entry -> !sockets.contains(entry.getKey()))
                .map(entry -> "socket " + entry.getValue())
                .toList();
    }

    private static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(LeakChecker::lasts);
        return threads;
    }

    private static boolean lasts(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null // it has just ended
                || group.getName().equals("system")
                || group.getName().equals("InnocuousThreadGroup")
                || LASTING.stream().anyMatch(thread.getName()::startsWith);
    }

    private static String describe(Thread thread) {
        StringBuilder text = new StringBuilder("thread ").append(thread.getName());
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }
}
