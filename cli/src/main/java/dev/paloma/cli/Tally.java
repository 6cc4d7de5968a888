package dev.paloma.cli;

import dev.paloma.Outcome;
import dev.paloma.SendException;
import dev.paloma.Sent;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What became of the mails of a load. Safe for use by several threads. */
final class Tally {
    private final AtomicReference<@Nullable Sent> firstFailure = new AtomicReference<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private long[] micros = new long[1024];
    private int mails;
    private long octets;

    /** One more. */
    void add(Sent sent) {
        if (sent.failure() != null) {
            firstFailure.compareAndSet(null, sent);
        }
        long waited = sent.receipt().session().times().values().stream()
                .mapToLong(Duration::toNanos)
                .sum();
        lock.lock();
        try {
            sent.receipt().rows().forEach(row -> outcomes.merge(row.outcome(), 1L, Long::sum));
            if (mails == micros.length) {
                micros = Arrays.copyOf(micros, 2 * mails);
            }
            micros[mails++] = waited / 1000;
            octets += sent.receipt().session().octets();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it makes no sense to go on: not one mail got as far as being asked for. */
    boolean isHopeless() {
        Sent sent = firstFailure.get();
        SendException failure = sent == null ? null : sent.failure();
        return failure != null && failure.reply() == null && count(Outcome.ACCEPTED) == 0;
    }

    /** Recipients with this outcome. */
    long count(Outcome outcome) {
        lock.lock();
        try {
            return outcomes.getOrDefault(outcome, 0L);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Sent firstFailure() {
        return firstFailure.get();
    }

    /** How many mails there were; this and what follows is asked for when all of them are through. */
    int mails() {
        return mails;
    }

    long octets() {
        return octets;
    }

    /** The microseconds within which so many in a hundred were answered. */
    long percentile(int percent) {
        if (mails == 0) {
            return 0;
        }
        Arrays.sort(micros, 0, mails);
        return micros[Math.max(0, (int) ((mails * (long) percent + 99) / 100) - 1)];
    }
}
