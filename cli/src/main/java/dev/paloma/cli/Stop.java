package dev.paloma.cli;

/**
 * Ctrl-C and the like. The first one interrupts the command, which ends as it should, however long that takes: an inbox or
 * a worker tells the other side, a send says what became of the mail. The second ends it at once. A class and no lambda,
 * which would cost each start some milliseconds.
 */
final class Stop extends Thread {
    private static final long LOOK_MILLIS = 50;

    private final Thread main;
    private final Console console;
    private final boolean atOnce;

    /**
     * @param atOnce whether it has nothing to tell, wherever it ends; so has one that waits for somebody to type
     */
    Stop(Thread main, Console console, boolean atOnce) {
        super("paloma-end");
        this.main = main;
        this.console = console;
        this.atOnce = atOnce;
    }

    @Override
    public void run() {
        if (atOnce || console.isReading()) {
            return; // an interrupt would make it end in some other way
        }
        main.interrupt();
        try {
            while (main.isAlive() && signals() < 2 && !console.isReading()) {
                main.join(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            interrupt();
        }
    }

    /** Each is a thread of the JVM, which waits for the end that the first of them has begun. */
    private static int signals() {
        ThreadGroup all = currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads = new Thread[all.activeCount() + 16];
        int signals = 0;
        for (int i = all.enumerate(threads) - 1; i >= 0; i--) {
            signals += threads[i].getName().matches("SIG[A-Z0-9]+ handler") ? 1 : 0;
        }
        return signals;
    }
}
