package dev.paloma.outbox;

import dev.paloma.message.Content;
import dev.paloma.message.Mail;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/**
 * Mail that is handed over and delivered later, by an {@link OutboxWorker} of this program or another one.
 *
 * <p>What {@link #submit} returned is durable: it will be delivered, or it will be known why not. Safe for use by several
 * threads, whose submits share the wait for the disk; by several processes; and with PostgreSQL by several machines.
 */
public final class Outbox implements AutoCloseable {
    private final Database database;
    private final Days days;
    private final Writers writers;
    private final Readers readers;
    private final HandingOver handingOver;
    private final List<Runnable> wakers = new CopyOnWriteArrayList<>();

    Outbox(Database database) {
        this.database = database;
        new Schema(database).update();
        this.days = new Days(database);
        days.prepare();
        this.writers = new Writers(database);
        this.readers = new Readers(database);
        this.handingOver = new HandingOver(writers, readers);
    }

    /**
     * A mail, and how it is to be treated.
     *
     * @param mail envelope and content
     * @param options how
     */
    public record Submission(Mail mail, SubmitOptions options) {}

    /**
     * A mail that is in the outbox.
     *
     * @param id its name here
     * @param duplicate whether an earlier submit with the same key had brought it
     */
    public record Submitted(String id, boolean duplicate) {
        static Submitted of(Submissions.Inserted inserted) {
            return new Submitted(MailId.text(inserted.mail()), inserted.duplicate());
        }
    }

    /**
     * Opens an outbox, and makes it if there is none.
     *
     * @param url {@code sqlite:/path/outbox.db}, or {@code postgresql://user:password@host/database} with PostgreSQL's
     *     driver on the class path
     * @throws OutboxException if that can't be done
     */
    public static Outbox open(String url) {
        return new Outbox(OutboxUrl.database(url, Clock.systemUTC()));
    }

    /**
     * Opens an outbox in this PostgreSQL database, and makes its tables if there are none. It keeps up to five
     * connections for writing and four for reading, and gives them back as they were.
     *
     * @throws OutboxException if that can't be done
     */
    public static Outbox on(DataSource source) {
        return new Outbox(new PostgresDatabase(source::getConnection, Clock.systemUTC()));
    }

    /**
     * Hands a mail over. When this returns it is durable. To be interrupted changes nothing: somebody must hear of it.
     *
     * @throws OutboxException if it isn't taken over; if the database was lost in that moment it may be there all the
     *     same, and another submit with the same {@linkplain SubmitOptions#withKey key} can't make a double
     */
    public Submitted submit(Mail mail, SubmitOptions options) {
        try {
            return submitAsync(mail, options).join();
        } catch (CompletionException e) {
            throw failed(e);
        }
    }

    /**
     * Hands content over, to whom its own header fields name.
     *
     * @throws dev.paloma.message.MessageException if they name nobody
     */
    public Submitted submit(Content content) {
        return submit(Mail.of(content), SubmitOptions.standard());
    }

    /**
     * Hands a mail over without waiting until it is durable: then the future completes. Its dependents run on the thread
     * that writes, so they must be quick.
     */
    public CompletableFuture<Submitted> submitAsync(Mail mail, SubmitOptions options) {
        days.look();
        return handingOver.submit(Draft.of(mail, options)).thenApply(inserted -> {
            wake();
            return Submitted.of(inserted);
        });
    }

    /**
     * Hands mails over in one transaction: all of them or none. The same content in several of them is stored once.
     *
     * @return in the same order
     */
    public List<Submitted> submitAll(Collection<Submission> submissions) {
        List<Draft> drafts = new ArrayList<>();
        for (Submission submission : submissions) {
            drafts.add(Draft.of(submission.mail(), submission.options()));
        }
        days.look();
        List<Submitted> submitted =
                handingOver.submitAll(drafts).stream().map(Submitted::of).toList();
        wake();
        return submitted;
    }

    /**
     * Hands a mail over in the caller's own transaction: it is there if that commits, and exactly then. Commits nothing.
     *
     * @param connection to the outbox's PostgreSQL database, with the outbox's tables on its search path, not in
     *     auto-commit
     * @throws SQLException if the database refuses; the transaction is spoiled then
     * @throws OutboxException if the connection is in auto-commit, or the outbox is a file
     */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody hears whether a day was made
    public Submitted submit(Connection connection, Mail mail, SubmitOptions options) throws SQLException {
        if (database.writers() == 1) {
            throw new OutboxException("a submit in a transaction of one's own needs an outbox in PostgreSQL");
        }
        if (connection.getAutoCommit()) {
            throw new OutboxException("a submit in a transaction of one's own needs one: setAutoCommit(false)");
        }
        if (days.isNew()) {
            writers.later(
                    0,
                    own -> { // not here: the caller's may be the only connection that is left
                        days.look();
                        return 0;
                    });
        }
        Session session = new Session(connection, database); // the connection and its statements stay the caller's
        Submissions.Inserted inserted = handingOver.submit(session, Draft.of(mail, options));
        session.flush();
        session.release();
        return Submitted.of(inserted);
    }

    /** Mails, the youngest first; without their attempts. */
    public List<MailStatus> list(MailQuery query) {
        return readers.read("the outbox can't be listed", session -> Views.list(session, query));
    }

    /**
     * One mail, with all its attempts; empty if it isn't there, or not any more.
     *
     * @throws OutboxException if that is no id
     */
    public Optional<MailStatus> show(String id) {
        long number = MailId.parse(id);
        return readers.read("the mail can't be shown", session -> Optional.ofNullable(Views.show(session, number)));
    }

    /** The outbox in figures. */
    public OutboxStats stats() {
        return readers.read("the outbox can't be counted", session -> database.reading(session, Figures::of));
    }

    /**
     * Tries again now: what waits for its time, and what was refused or has expired, which gets five more days then.
     *
     * @return whether there was anything to try again
     */
    public boolean retry(String id) {
        return run(Operations.RETRY, id);
    }

    /** The same for each of these; how many there were. The query's limit doesn't count. */
    public int retry(MailQuery query) {
        return run(Operations.RETRY, query);
    }

    /**
     * Keeps it until it is released. What is on the wire goes on.
     *
     * @return whether there was anything to hold
     */
    public boolean hold(String id) {
        return run(Operations.HOLD, id);
    }

    /** The same for each of these; how many there were. The query's limit doesn't count. */
    public int hold(MailQuery query) {
        return run(Operations.HOLD, query);
    }

    /**
     * Lets go of what was held, by somebody or for being in doubt.
     *
     * @return whether there was anything to release
     */
    public boolean release(String id) {
        return run(Operations.RELEASE, id);
    }

    /** The same for each of these; how many there were. The query's limit doesn't count. */
    public int release(MailQuery query) {
        return run(Operations.RELEASE, query);
    }

    /**
     * Calls it off for everybody who doesn't have it yet. What is on the wire goes on.
     *
     * @return whether there was anything to call off
     */
    public boolean cancel(String id) {
        return run(Operations.CANCEL, id);
    }

    /** The same for each of these; how many there were. The query's limit doesn't count. */
    public int cancel(MailQuery query) {
        return run(Operations.CANCEL, query);
    }

    /**
     * Removes a mail that is over, with its history.
     *
     * @return whether it was removed
     */
    public boolean purge(String id) {
        return run(Operations.PURGE, id);
    }

    /** The same for each of these; how many there were. The query's limit doesn't count. */
    public int purge(MailQuery query) {
        return run(Operations.PURGE, query);
    }

    private boolean run(Operations operation, String id) {
        List<Long> one = List.of(MailId.parse(id));
        boolean changed = writers.write("the outbox can't be changed", 0, session -> operation.run(session, one)) > 0;
        wake();
        return changed;
    }

    private int run(Operations operation, MailQuery query) {
        int changed = 0;
        List<Long> page = List.of(-1L);
        while (!page.isEmpty()) {
            long after = page.get(page.size() - 1);
            page = readers.read(
                    "the outbox can't be listed",
                    session -> database.reading(session, reading -> Views.ids(reading, query, after)));
            List<Long> ids = page;
            changed += writers.write("the outbox can't be changed", 0, session -> operation.run(session, ids));
        }
        wake();
        return changed;
    }

    private static OutboxException failed(CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return OutboxException.of("the mail was not taken over", cause);
    }

    Database database() {
        return database;
    }

    Writers writers() {
        return writers;
    }

    Days days() {
        return days;
    }

    Readers readers() {
        return readers;
    }

    /** Calls this whenever there may be something to do. */
    void wakes(Runnable waker) {
        wakers.add(waker);
    }

    void wakesNoMore(Runnable waker) {
        wakers.remove(waker);
    }

    void wake() {
        wakers.forEach(Runnable::run);
    }

    /** Writes what waits to be written, and lets go of the database. Workers are to be closed before. */
    @Override
    public void close() {
        writers.close();
        readers.close();
    }
}
