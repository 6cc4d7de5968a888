package dev.paloma;

import dev.paloma.smtp.Watchdog;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The thread behind a mailer's deadlines; there is none before the first mail. The lock guards its coming and going. */
final class Deadlines implements AutoCloseable {
    private final Watchdog watchdog = new Watchdog();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread thread;
    private boolean closed;

    /**
     * @throws IllegalStateException after {@link #close}
     */
    Watchdog watchdog() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the mailer is closed");
            }
            if (thread == null) {
                thread = new Thread(watchdog, "paloma-deadlines");
                thread.setDaemon(true);
                thread.start();
            }
            return watchdog;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            watchdog.close();
        } finally {
            lock.unlock();
        }
    }
}
