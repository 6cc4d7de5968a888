package dev.paloma.smtp;

/**
 * Keeps what a trace throws away from the session: a mail that was delivered must not be reported as a fault of the
 * transcript's. Used by one thread.
 */
final class GuardedTrace implements Trace {
    private final Trace watcher;
    private boolean failed;

    GuardedTrace(Trace watcher) {
        this.watcher = watcher;
    }

    @Override
    public void sent(String command) {
        tell(() -> watcher.sent(command));
    }

    @Override
    public void received(String line) {
        tell(() -> watcher.received(line));
    }

    @Override
    public void note(String what) {
        tell(() -> watcher.note(what));
    }

    private void tell(Runnable event) {
        if (failed) {
            return;
        }
        try {
            event.run();
        } catch (RuntimeException e) {
            failed = true; // it is asked no more
        }
    }
}
