package dev.paloma.outbox;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread's work that is done again and again, whatever comes of it, until it is stopped. */
final class Rounds implements Runnable {
    private final WorkerParts parts;
    private final String trouble;
    private final long nanos;
    private final Runnable round;
    private final CountDownLatch end = new CountDownLatch(1);

    /**
     * @param trouble what isn't done when a round fails, for the complaint
     * @param nanos between two rounds
     */
    Rounds(WorkerParts parts, String trouble, long nanos, Runnable round) {
        this.parts = parts;
        this.trouble = trouble;
        this.nanos = nanos;
        this.round = round;
    }

    @Override
    public void run() {
        boolean going = true;
        while (going) {
            try {
                round.run();
            } catch (RuntimeException | Error e) {
                parts.troubled(OutboxException.of(trouble, e));
            }
            going = !ends();
        }
    }

    private boolean ends() {
        try {
            return end.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    void stop() {
        end.countDown();
    }
}
