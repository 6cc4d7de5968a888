package dev.paloma;

import dev.paloma.message.Mail;
import java.util.concurrent.CompletableFuture;

/**
 * A mail under way. Once {@link #cancel} has returned true, or the future was completed from outside, as by {@code
 * orTimeout}, before the end of the message left, it is certain that it isn't sent.
 */
final class Sending extends CompletableFuture<Receipt> {
    private final Job job;

    Sending(Mail mail, Runnable ended, long limit) {
        job = new Job(
                mail,
                this::isDone,
                sent -> {
                    ended.run();
                    finish(sent);
                },
                limit);
    }

    private void finish(Sent sent) {
        if (sent.failure() == null) {
            complete(sent.receipt());
        } else if (job.isCancelled() && !job.isLate()) {
            super.cancel(false); // perhaps before the thread that cancels has come so far itself
        } else {
            completeExceptionally(sent.failure());
        }
    }

    Job job() {
        return job;
    }

    /**
     * Stops it if that can still be done.
     *
     * @return true if it is certainly not sent; false if its end may have left: then what became of it will be told
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return job.cancel() && super.cancel(mayInterruptIfRunning);
    }
}
