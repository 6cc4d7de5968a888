package dev.paloma.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that send one mail after the other, each in a lane of its own. A single lane needs no thread. */
final class Lanes implements Peer {
    private final List<Lane> lanes = new ArrayList<>();
    private final ExecutorService threads;

    /** Where a mail is sent and waited for; used by one thread. */
    @FunctionalInterface
    interface Lane extends AutoCloseable {
        void send() throws Exception;

        @Override
        default void close() throws Exception {}
    }

    Lanes(int count, Callable<Lane> opener) throws Exception {
        for (int i = 0; i < count; i++) {
            lanes.add(opener.call());
        }
        threads = Executors.newFixedThreadPool(count);
    }

    @Override
    public void send(int mails) throws Exception {
        if (lanes.size() == 1) {
            for (int i = 0; i < mails; i++) {
                lanes.get(0).send();
            }
            return;
        }
        AtomicInteger left = new AtomicInteger(mails);
        List<Callable<Void>> each = new ArrayList<>();
        for (Lane lane : lanes) {
            each.add(() -> {
                while (left.getAndDecrement() > 0) {
                    lane.send();
                }
                return null;
            });
        }
        for (Future<Void> done : threads.invokeAll(each)) {
            done.get();
        }
    }

    @Override
    public void close() throws Exception {
        threads.shutdown();
        for (Lane lane : lanes) {
            lane.close();
        }
    }
}
