package dev.paloma.jakarta;

import dev.paloma.smtp.Watchdog;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The watchdog over all links of a session. Its thread comes with the first link and goes a moment after the last, so that
 * {@code Transport.send}, which opens a link for each mail, doesn't start a thread for each. Safe for use by several threads.
 */
final class Timekeeper {
    /** Looks of the watchdog, which are 25 ms apart, without any link. */
    private static final int PATIENCE = 2;

    /** Guards what follows; never held while anything is waited for. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Watchdog.Watched absence = this::look;
    private @Nullable Watchdog watchdog;
    private int links;
    private int idle;

    /** For a link that begins; {@link #leave} must follow. */
    Watchdog enter() {
        lock.lock();
        try {
            Watchdog running = watchdog;
            if (running == null) {
                running = start();
                watchdog = running;
            }
            running.remove(absence);
            links++;
            return running;
        } finally {
            lock.unlock();
        }
    }

    private static Watchdog start() {
        Watchdog started = new Watchdog();
        Thread thread = new Thread(started, "paloma-jakarta-deadlines");
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    /** A link has ended, and its connection is closed. */
    void leave() {
        lock.lock();
        try {
            links--;
            if (links == 0 && watchdog != null) {
                idle = 0;
                watchdog.add(absence);
            }
        } finally {
            lock.unlock();
        }
    }

    /** From the watchdog's own thread, which mustn't wait. */
    private void look() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            idle++;
            if (links == 0 && idle > PATIENCE && watchdog != null) {
                watchdog.close();
                watchdog = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
