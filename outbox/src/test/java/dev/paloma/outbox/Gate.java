package dev.paloma.outbox;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Whoever writes stands still while it is shut, as if the process were stopped. */
final class Gate implements Hook {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean shut;

    void shut(boolean whether) {
        lock.lock();
        try {
            shut = whether;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void beforeBegin() {
        lock.lock();
        try {
            while (shut) {
                opened.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
