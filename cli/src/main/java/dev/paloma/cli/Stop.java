package dev.paloma.cli;

import java.util.function.BooleanSupplier;

/**
 * Ctrl-C and the like. The first one interrupts the command, which ends as it should, however long that takes: an inbox or
 * a worker tells the other side, a send says what became of the mail. The second ends it at once.
 */
final class Stop implements Runnable {
    private static final long LOOK_MILLIS = 50;

    private final Thread main;
    private final BooleanSupplier hasNothingToTell;

    private Stop(Thread main, BooleanSupplier hasNothingToTell) {
        this.main = main;
        this.hasNothingToTell = hasNothingToTell;
    }

    /**
     * @param hasNothingToTell whether it may end at once, as one that waits for somebody to type
     * @return the hook, for when the command is over
     */
    static Thread interrupts(Thread main, BooleanSupplier hasNothingToTell) {
        Thread hook = new Thread(new Stop(main, hasNothingToTell), "paloma-end");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    @Override
    public void run() {
        main.interrupt();
        try {
            while (main.isAlive() && signals() < 2 && !hasNothingToTell.getAsBoolean()) {
                main.join(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each is a thread of the JVM, which waits for the end that the first of them has begun. */
    private static int signals() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
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
