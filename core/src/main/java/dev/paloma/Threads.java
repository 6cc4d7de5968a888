package dev.paloma;

/** Waiting for threads that end by themselves. */
final class Threads {
    private Threads() {}

    /** Waits for the end of a thread; an interrupt doesn't shorten that, but isn't forgotten. */
    static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
