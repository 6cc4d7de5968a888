package dev.paloma;

import dev.paloma.message.Mail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A mail that somebody else's thread sends: it can be cancelled until the moment its end mark leaves. */
final class Job {
    private enum State {
        OPEN,
        COMMITTED,
        CANCELLED
    }

    private final Mail mail;
    private final BooleanSupplier unwanted;
    private final Consumer<Sent> told;
    private final long limit;
    private final @Nullable String messageId;
    private final long began = System.nanoTime();
    private final List<Receipt.Tried> tried = new ArrayList<>(0);
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private @Nullable Attempt attempt;
    private boolean over;

    /**
     * @param unwanted whether it is to be cancelled; what it throws cancels it
     * @param told hears what became of it
     * @param limit nanoseconds from now after which it is late
     */
    Job(Mail mail, BooleanSupplier unwanted, Consumer<Sent> told, long limit) {
        this.limit = limit;
        this.mail = mail;
        this.unwanted = unwanted;
        this.told = told;
        this.messageId = mail.content().messageId(); // now: nothing may fail once the mail is out
    }

    @Nullable
    String messageId() {
        return messageId;
    }

    Mail mail() {
        return mail;
    }

    List<Receipt.Tried> tried() {
        return tried;
    }

    /** How long it has been under way. */
    Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Whether all the time it had is over. */
    boolean isLate() {
        return System.nanoTime() - began >= limit;
    }

    /** The last look; from a yes on it can't be cancelled, but a further part of it can be held back. */
    boolean mayLeave() {
        if (isLate() || unwanted.getAsBoolean()) {
            cancel();
            return false;
        }
        return state.compareAndSet(State.OPEN, State.COMMITTED) || state.get() == State.COMMITTED;
    }

    /** Whether it is certain now that it isn't sent. */
    boolean cancel() {
        return state.compareAndSet(State.OPEN, State.CANCELLED) || state.get() == State.CANCELLED;
    }

    boolean isCancelled() {
        if (isLate() || unwanted.getAsBoolean()) {
            cancel();
        }
        return state.get() == State.CANCELLED;
    }

    /** What came of a try; the last one counts. */
    void attempted(Attempt last) {
        attempt = last;
    }

    @Nullable
    Attempt attempt() {
        return attempt;
    }

    /** Whether the end of it may have left. */
    boolean isCommitted() {
        return state.get() == State.COMMITTED;
    }

    /** It may be tried again, or cancelled: nothing of it is anywhere. */
    void reopen() {
        state.compareAndSet(State.COMMITTED, State.OPEN);
    }

    /** Tells whoever waits; the first time only. */
    void tell(Sent sent) {
        if (!over) {
            over = true;
            told.accept(sent);
        }
    }
}
