package dev.paloma.outbox;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Inserts mails: content, mail, jobs and recipients in the caller's transaction. */
final class Submissions {
    private static final String KEY =
            "INSERT INTO outbox_submit_key (name, mail) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";
    static final String BY_KEY = "SELECT mail FROM outbox_submit_key WHERE name = ?";
    private static final String MAIL =
            "INSERT INTO outbox_mail (id, state, submitted, expires, rank, jobs, content, size,"
                    + " route, sender, tags, options, message_id, submit_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String RECIPIENT = "INSERT INTO outbox_recipient (mail, job, number, state, changed, domain,"
            + " address, dsn) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String JOB =
            "INSERT INTO outbox_job (id, mail, state, alone, rank, bucket, attempts, deferrals,"
                    + " due, route, domain) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?)";
    static final String CHUNK = "INSERT INTO outbox_content_chunk (content, number, octets) VALUES (?, ?, ?)";
    static final String UPLOAD = "INSERT INTO outbox_upload (content, began) VALUES (?, ?)";
    private static final String UPLOADED = "DELETE FROM outbox_upload WHERE content = ?";

    private final Session session;
    private final Draft draft;
    private final Body body;
    private final long now;

    private Submissions(Session session, Draft draft, Body body) {
        this.session = session;
        this.draft = draft;
        this.body = body;
        this.now = session.database().now();
    }

    /**
     * @param mail its number
     * @param duplicate whether it had been there before
     */
    record Inserted(long mail, boolean duplicate) {}

    /** Inserts a mail, unless its key is there already. */
    static Inserted insert(Session session, Draft draft, Body body) throws SQLException {
        return new Submissions(session, draft, body).insert();
    }

    private Inserted insert() throws SQLException {
        long id = body.uploaded() ? body.id() : session.id();
        String key = draft.options().key();
        long known = key == null ? id : keep(key, id);
        if (known != id) {
            return new Inserted(known, true);
        }
        if (body.uploaded() && session.update(UPLOADED, id) == 0) {
            throw new OutboxException("the content took over a day to be handed over and was swept away");
        }
        if (body.octets() != null) {
            session.later(CHUNK, id, 0, body.octets());
        }
        mail(id, key);
        for (int i = 0; i < draft.jobs().size(); i++) {
            job(id, i == 0 ? id : session.id(), draft.jobs().get(i));
        }
        return new Inserted(id, false);
    }

    /** Whose mail the key stands for, and goes on to do so until the transaction ends. */
    private long keep(String key, long id) throws SQLException {
        session.waitBriefly();
        while (session.update(KEY, key, id) == 0) {
            long known = session.number(-1, BY_KEY + session.database().share(), key);
            if (known >= 0) {
                return known;
            } // else it was purged in between
        }
        return id;
    }

    private void mail(long id, @Nullable String key) throws SQLException {
        SubmitOptions options = draft.options();
        session.later(
                MAIL,
                id,
                MailState.QUEUED.number(),
                now,
                draft.due(now) + options.expires().toMillis(),
                9 - options.priority(),
                draft.jobs().size(),
                body.id() == 0 ? id : body.id(),
                body.size(),
                options.route(),
                draft.sender(),
                options.tagText(),
                Wishes.text(draft.mail().envelope().options()),
                draft.mail().content().messageId(),
                key);
    }

    private void job(long mail, long id, Draft.JobDraft job) throws SQLException {
        long due = draft.due(now);
        session.later(
                JOB,
                id,
                mail,
                due > now ? JobState.WAITING : JobState.READY,
                draft.jobs().size() == 1 ? 1 : 0,
                9 - draft.options().priority(),
                draft.bucket(),
                due,
                draft.options().route(),
                job.domain());
        for (Draft.RecipientDraft recipient : job.recipients()) {
            session.later(
                    RECIPIENT,
                    mail,
                    id,
                    recipient.number(),
                    MailState.QUEUED.number(),
                    now,
                    job.domain(),
                    recipient.address(),
                    recipient.dsn());
        }
    }
}
