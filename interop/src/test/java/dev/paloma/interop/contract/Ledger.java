package dev.paloma.interop.contract;

import dev.paloma.message.Mail;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Every mail that was handed over, against what the server stored. Safe for use by several threads until it is read. */
final class Ledger {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Subject subject;
    private final Store store;
    private final Map<String, Posted> byDigest = new HashMap<>();
    private final Map<String, Posted> byId = new HashMap<>();
    private final List<String> strangers = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    Ledger(Subject subject, Store store) {
        this.subject = subject;
        this.store = store;
    }

    /** A mail whose copies for these and nobody else must be found. */
    void add(String row, Mail mail, Set<String> accepted) {
        Posted posted = new Posted(row, mail, subject, accepted);
        lock.lock();
        try {
            if (byDigest.put(posted.digest, posted) != null) {
                throw new IllegalStateException(row + ": the same mail twice: " + posted.id());
            }
            byId.put(posted.id(), posted);
        } finally {
            lock.unlock();
        }
    }

    /** Reads what is stored until every copy is found that must be, or patience ends. */
    void read(Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        take();
        while (!byDigest.values().stream().allMatch(Posted::isComplete) && System.nanoTime() < end) {
            Thread.sleep(PAUSE.toMillis());
            take();
        }
    }

    private void take() throws IOException, InterruptedException {
        for (Copy copy : store.fresh()) {
            Posted posted =
                    byDigest.getOrDefault(copy.exact(), subject.keepsEightBit() ? null : byDigest.get(copy.blind()));
            Posted changed = byId.get(copy.id());
            if (posted != null) {
                posted.stored(copy);
            } else if (changed != null) {
                changed.changed(copy);
            } else {
                strangers.add("nobody sent what is stored in " + copy.file());
            }
        }
    }

    /** What is wrong with the mails of a row. */
    List<String> faults(String row) {
        return byDigest.values().stream()
                .filter(posted -> posted.row.equals(row))
                .flatMap(posted -> posted.faults().stream())
                .toList();
    }

    /** What is wrong with any, and what else is stored. */
    List<String> faults() {
        List<String> all = new ArrayList<>(strangers);
        byDigest.values().forEach(posted -> all.addAll(posted.faults()));
        return all;
    }

    int size() {
        return byDigest.size();
    }
}
