package dev.paloma.outbox;

import dev.paloma.Mailer;
import dev.paloma.MailerBuilder;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.message.Mail;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A route's connections: for mails that follow each other quickly, and for slow ones. Safe for use by several threads. */
final class Postman implements AutoCloseable {
    /** Mails on their way on an express connection: the mailer's own window, and as many that wait for it. */
    private static final int WINDOW = 8;

    private static final List<Stage> SERVERS = List.of(Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.END_OF_DATA);

    private final Mailer express;
    private final Mailer aside;
    private final int expressMost;
    private final int asideMost;

    Postman(MailerBuilder callers, int connections) {
        MailerBuilder settings = callers.copy().acceptance(Acceptance.AT_LEAST_ONE);
        this.asideMost = connections == 1 ? 0 : Math.max(1, connections / 3);
        int fast = connections - asideMost;
        this.expressMost = 2 * WINDOW * fast;
        this.express = settings.connections(fast).window(WINDOW).build();
        this.aside = settings.connections(Math.max(1, asideMost)).window(1).build();
    }

    int express() {
        return expressMost;
    }

    int aside() {
        return asideMost;
    }

    /**
     * A mail has ended; what became of it.
     *
     * @param receipt a row for each recipient
     * @param failure why it isn't accepted
     */
    record Answer(Receipt receipt, @Nullable SendException failure) {
        /** How long the server took over it; -1 if it said nothing of it. */
        long nanos() {
            Duration sum = Duration.ZERO;
            boolean any = false;
            for (Stage stage : SERVERS) {
                Duration time = receipt.session().times().get(stage);
                any |= time != null;
                sum = time == null ? sum : sum.plus(time);
            }
            return any ? sum.toNanos() : -1;
        }
    }

    /**
     * @param done hears of it, on another thread; null if the mailer failed in an unforeseen way before anything was sent
     */
    void send(Mail mail, Traffic.Way way, Consumer<@Nullable Answer> done) {
        Mailer mailer = way.isExpress() ? express : aside;
        CompletableFuture<?> unused =
                mailer.sendAsync(mail).whenComplete((receipt, thrown) -> done.accept(answer(receipt, thrown)));
    }

    private static @Nullable Answer answer(@Nullable Receipt receipt, @Nullable Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof SendException failure) {
            return new Answer(failure.receipt(), failure);
        }
        return receipt == null ? null : new Answer(receipt, null);
    }

    @Override
    public void close() {
        express.close();
        aside.close();
    }
}
