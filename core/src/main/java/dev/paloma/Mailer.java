package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Sends mail: to the first of its servers that takes it. The next one is tried while nothing has been sent and nobody has
 * refused the mail for good; never once a server may have it.
 *
 * <p>Keeps a bounded number of connections to each server, which follow each other's mails on; whoever asks while all are
 * in use waits, first come, first served. Safe for use by several threads. {@link #close} ends its threads and connections.
 */
public final class Mailer implements Transport {
    private final Failover failover;
    private final Pace pace;
    private final Feed feed;
    private final Housekeeper housekeeper;
    private final InFlight inFlight;

    Mailer(Failover failover, Pace pace, Feed feed, Housekeeper housekeeper, InFlight inFlight) {
        this.failover = failover;
        this.pace = pace;
        this.feed = feed;
        this.housekeeper = housekeeper;
        this.inFlight = inFlight;
    }

    /**
     * A mailer with the defaults for these servers, in the order to try.
     *
     * @param servers URLs or plain forms, as {@link Server#parse} reads them
     * @throws IllegalArgumentException if one can't be read, or none is given
     */
    public static Mailer to(String... servers) {
        MailerBuilder builder = builder();
        for (String server : servers) {
            builder.server(server);
        }
        return builder.build();
    }

    /** A mailer with settings of its own. */
    public static MailerBuilder builder() {
        return new MailerBuilder();
    }

    /**
     * Sends content to whom its own header fields name.
     *
     * @throws SendException if the acceptance policy isn't met
     * @throws IllegalStateException after {@link #close}
     * @throws dev.paloma.message.MessageException if the fields name nobody; nothing was sent
     */
    public Receipt send(Content content) {
        return send(Mail.of(content));
    }

    @Override
    public Receipt send(Envelope envelope, Content content) {
        return send(new Mail(envelope, content));
    }

    /**
     * Sends a mail. Interrupting the thread stops it: what it says then is the truth, that nothing was sent, or that it is
     * unknown.
     *
     * @throws SendException if the acceptance policy isn't met
     * @throws IllegalStateException after {@link #close}
     */
    public Receipt send(Mail mail) {
        return sendUnless(mail, () -> false);
    }

    /**
     * Sends a mail, and says when its last moment has come.
     *
     * @param atEnd called when all has been sent but the end mark; a mail that is stopped before it returns is certainly
     *     not sent, and an exception from it stops the mail. Called again if the mail goes to another server or in
     *     several transactions
     * @throws SendException if the acceptance policy isn't met, or {@code atEnd} threw, which is among its causes then
     * @throws IllegalStateException after {@link #close}
     */
    public Receipt send(Mail mail, Runnable atEnd) {
        return sendUnless(mail, () -> {
            atEnd.run();
            return Thread.currentThread().isInterrupted(); // whoever interrupts the thread while it runs is in time
        });
    }

    private Receipt sendUnless(Mail mail, BooleanSupplier unwanted) {
        inFlight.begin();
        Deadline deadline = inFlight.deadline();
        try {
            Job job = new Job(failover.outgoing(mail), unwanted, sent -> {}, inFlight.limit());
            return receipt(paced(job));
        } finally {
            if (deadline != null) {
                deadline.close();
            }
            inFlight.end();
        }
    }

    private Sent paced(Job job) {
        try {
            pace.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failover.cancelled(job);
        }
        return failover.send(job);
    }

    private static Receipt receipt(Sent sent) {
        SendException failure = sent.failure();
        if (failure != null) {
            throw failure;
        }
        return sent.receipt();
    }

    /**
     * Sends a mail on another thread, one that owns a connection: mails that are waiting follow each other on it, several
     * on their way at once, so a connection that dies may leave a few in doubt.
     *
     * @return completes with the receipt, or a {@link SendException}. Cancelling it stops the mail as long as its end
     *     hasn't left, and returns false after that; a future that was completed from outside, as by {@link
     *     CompletableFuture#orTimeout}, stops it likewise
     * @throws IllegalStateException after {@link #close}
     */
    public CompletableFuture<Receipt> sendAsync(Mail mail) {
        inFlight.begin();
        try {
            Sending sending = new Sending(failover.outgoing(mail), inFlight::end, inFlight.limit());
            feed.add(sending.job());
            return sending;
        } catch (RuntimeException | Error e) {
            inFlight.end();
            throw e;
        }
    }

    /**
     * Sends many mails, several on their way at once on each connection, and on several connections if one falls behind.
     * No more of them are taken from the iterator than are about to be sent. Returns when each was told of.
     *
     * <p>If the iterator throws, or {@code done}, or the thread is interrupted, no further mail is taken and what has been
     * taken is waited for; then that is thrown, or the thread is interrupted again.
     *
     * @param done hears of each mail, in the order in which it becomes known, from the threads that own the connections:
     *     from several at once if there are several; while it runs its connection rests
     * @throws IllegalStateException after {@link #close}
     */
    public void sendAll(Iterator<Mail> mails, Consumer<Sent> done) {
        inFlight.begin();
        try {
            new Bulk(feed, feed.windows(), done, inFlight.limit()).send(mails, failover::outgoing);
        } finally {
            inFlight.end();
        }
    }

    /**
     * Opens connections to the first server beforehand, until so many wait to be used. Does nothing for a Maildir or a
     * program.
     *
     * @param connections no more are opened than the pool holds, nor while others have all that are left
     * @throws SendException if one can't be opened; its receipt has no rows
     * @throws IllegalStateException after {@link #close}
     */
    public void warmUp(int connections) {
        inFlight.begin();
        try {
            failover.warmUp(connections);
        } finally {
            inFlight.end();
        }
    }

    /** Takes no more mail, waits for what is under way, whose deadlines still hold, and says goodbye to the servers. */
    @Override
    public void close() {
        inFlight.awaitNone();
        feed.close();
        housekeeper.close();
        inFlight.close();
    }

    /** The servers it sends to; no secret. */
    @Override
    public String toString() {
        return "Mailer to " + failover.routes().stream().map(Route::name).collect(Collectors.joining(", "));
    }
}
