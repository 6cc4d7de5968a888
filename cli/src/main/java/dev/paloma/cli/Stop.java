package dev.paloma.cli;

/**
 * Ctrl-C and the like, for a command that works until it is stopped. The first one interrupts it, and it ends as it
 * should, however long that takes: the other side is told, and the exit code is 0. The second ends it at once.
 */
final class Stop implements Runnable {
    private static final long LOOK_MILLIS = 100;
    private static final int KILLED = 128;

    private final Thread main;

    private Stop(Thread main) {
        this.main = main;
    }

    static void interrupts(Thread main) {
        Runtime.getRuntime().addShutdownHook(new Thread(new Stop(main), "paloma-end"));
    }

    @Override
    public void run() {
        main.interrupt();
        try {
            while (main.isAlive() && signals() < 2) {
                main.join(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (main.isAlive()) {
            Runtime.getRuntime().halt(KILLED + 15);
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
