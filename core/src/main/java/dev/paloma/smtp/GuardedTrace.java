package dev.paloma.smtp;

/**
 * Keeps what a trace throws away from the session: a mail that was delivered must not be reported as a fault of the
 * transcript's. Used by one thread.
 */
final class GuardedTrace {
    private final Trace watcher;
    private boolean watched;

    GuardedTrace(Trace watcher) {
        this.watcher = watcher;
        this.watched = watcher != Silence.KEPT;
    }

    /** Whether somebody watches: if not, nothing need be made up for showing. */
    boolean isWatched() {
        return watched;
    }

    void sent(String command) {
        tell(() -> watcher.sent(command));
    }

    void received(String line) {
        tell(() -> watcher.received(line));
    }

    void note(String what) {
        tell(() -> watcher.note(what));
    }

    private void tell(Runnable event) {
        if (!watched) {
            return;
        }
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            watched = false; // it is asked no more
        }
    }

    /** The trace that watches nothing. */
    enum Silence implements Trace {
        KEPT;

        @Override
        public void sent(String command) {}

        @Override
        public void received(String line) {}

        @Override
        public void note(String what) {}
    }
}
