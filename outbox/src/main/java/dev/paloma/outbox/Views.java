package dev.paloma.outbox;

import dev.paloma.outbox.MailStatus.Attempt;
import dev.paloma.outbox.MailStatus.Recipient;
import dev.paloma.outbox.MailStatus.Reply;
import dev.paloma.outbox.MailStatus.Result;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads mails for people. */
final class Views {
    private static final String MAIL =
            "SELECT m.id, m.state, m.submitted, m.expires, m.rank, m.size, m.route, m.sender,"
                    + " m.tags, m.message_id, m.submit_key, (SELECT min(j.due) FROM outbox_job j WHERE j.mail = m.id"
                    + " AND j.state < 2), (SELECT count(*) FROM outbox_job j WHERE j.mail = m.id AND j.worker IS NOT NULL)"
                    + " FROM outbox_mail m WHERE ";
    private static final String RECIPIENTS =
            "SELECT number, address, state, changed, job, domain FROM outbox_recipient WHERE mail = ? ORDER BY number";
    private static final String ATTEMPTS =
            "SELECT job, number, outcome, began, ended, server, queue_id, text, replies, late"
                    + " FROM outbox_attempt WHERE mail = ? ORDER BY began, job, number";
    private static final String BEGUN = "SELECT id, began FROM outbox_job WHERE mail = ? AND state = 3 ORDER BY id";

    private static final int PAGE = 200;

    private final Session session;
    private final Map<Integer, String> addresses = new HashMap<>();
    private final Map<Integer, Recipient> recipients = new TreeMap<>();
    private final Map<Long, String> domains = new HashMap<>();
    /** Attempts so far, without those that weren't really tried; by job. */
    private final Map<Long, Integer> tried = new HashMap<>();

    private Views(Session session) {
        this.session = session;
    }

    private static List<MailStatus> mails(ResultSet rows) throws SQLException {
        List<MailStatus> found = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                found.add(mail(rows));
            }
        }
        return found;
    }

    static List<MailStatus> list(Session session, MailQuery query) throws SQLException {
        Selection selection = Selection.of(query, session.database().now());
        String sql = MAIL + selection.where() + " ORDER BY m.id DESC LIMIT ?";
        Object[] parameters = selection.parameters(query.limit());
        List<MailStatus> found = session.database().reading(session, reading -> mails(reading.query(sql, parameters)));
        for (int i = 0; i < found.size(); i++) {
            Views views = new Views(session);
            views.recipients(MailId.parse(found.get(i).id()));
            found.set(i, views.with(found.get(i), List.of()));
        }
        return found;
    }

    /** Some numbers above this, ascending; whatever the query's limit is. */
    static List<Long> ids(Session session, MailQuery query, long after) throws SQLException {
        Selection selection = Selection.of(query, session.database().now());
        String sql =
                "SELECT m.id FROM outbox_mail m WHERE " + selection.where() + " AND m.id > ? ORDER BY m.id LIMIT ?";
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = session.query(sql, selection.parameters(after, PAGE))) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }

    static @Nullable MailStatus show(Session session, long id) throws SQLException {
        MailStatus mail;
        try (ResultSet row = session.query(MAIL + "m.id = ?", id)) {
            if (!row.next()) {
                return null;
            }
            mail = mail(row);
        }
        Views views = new Views(session);
        views.recipients(id);
        return views.with(mail, views.attempts(id));
    }

    /** One attempt of one job; null if it isn't there any more. */
    static MailStatus.@Nullable Attempt attempt(Session session, long mail, long job, long number) throws SQLException {
        Views views = new Views(session);
        views.recipients(mail);
        try (ResultSet row = session.query(ATTEMPTS, mail)) {
            while (row.next()) {
                Attempt attempt = views.attempt(row);
                if (row.getLong(1) == job && row.getLong(2) == number) {
                    return attempt;
                }
            }
        }
        return null;
    }

    private static MailStatus mail(ResultSet row) throws SQLException {
        MailState stored = MailState.of(row.getInt(2));
        long next = row.getLong(12);
        boolean waits = !row.wasNull();
        Instant submitted = Instant.ofEpochMilli(row.getLong(3));
        Instant expires = Instant.ofEpochMilli(row.getLong(4));
        String sender = row.getString(8);
        return new MailStatus(
                MailId.text(row.getLong(1)),
                row.getInt(13) > 0 ? MailState.SENDING : stored,
                new MailStatus.Times(submitted, expires, waits ? Instant.ofEpochMilli(next) : null),
                options(row, submitted, expires),
                sender.isEmpty() ? null : sender,
                row.getString(10),
                row.getLong(6),
                List.of(),
                List.of());
    }

    private static SubmitOptions options(ResultSet row, Instant submitted, Instant expires) throws SQLException {
        String tags = row.getString(9).strip();
        String key = row.getString(11);
        Duration expiry = Duration.between(submitted, expires);
        SubmitOptions options = SubmitOptions.standard()
                .withPriority(9 - row.getInt(5))
                .withRoute(row.getString(7))
                .withTags(tags.isEmpty() ? new String[0] : tags.split(" "));
        options = expiry.isNegative() || expiry.toDays() > 3650 ? options : options.withExpires(expiry);
        return key == null ? options : options.withKey(key);
    }

    private void recipients(long mail) throws SQLException {
        try (ResultSet row = session.query(RECIPIENTS, mail)) {
            while (row.next()) {
                int number = row.getInt(1);
                addresses.put(number, row.getString(2));
                domains.put(row.getLong(5), row.getString(6));
                recipients.put(
                        number,
                        new Recipient(
                                row.getString(2),
                                MailState.of(row.getInt(3)),
                                Instant.ofEpochMilli(row.getLong(4)),
                                null));
            }
        }
    }

    private List<Attempt> attempts(long mail) throws SQLException {
        List<Attempt> attempts = new ArrayList<>();
        try (ResultSet row = session.query(ATTEMPTS, mail)) {
            while (row.next()) {
                attempts.add(attempt(row));
            }
        }
        try (ResultSet row = session.query(BEGUN, mail)) {
            while (row.next()) {
                String domain = domains.getOrDefault(row.getLong(1), "");
                Instant began = Instant.ofEpochMilli(row.getLong(2));
                int number = tried.getOrDefault(row.getLong(1), 0) + 1;
                attempts.add(new Attempt(number, domain, began, null, null, null, null, null, List.of(), null));
            }
        }
        return attempts;
    }

    /** To be called for all of a job's, in their order. */
    private Attempt attempt(ResultSet row) throws SQLException {
        List<Reply> replies = Replies.parse(row.getString(9), addresses);
        Result outcome = Result.of(row.getInt(3));
        int before = tried.getOrDefault(row.getLong(1), 0);
        tried.put(row.getLong(1), outcome == Result.NOT_TRIED ? before : before + 1);
        return new Attempt(
                before + 1,
                domains.getOrDefault(row.getLong(1), ""),
                Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                outcome,
                row.getString(6),
                row.getString(7),
                row.getString(8),
                replies,
                row.getString(10));
    }

    /** Each recipient with what was said of it last. */
    private MailStatus with(MailStatus mail, List<Attempt> attempts) {
        Map<String, String> said = new HashMap<>();
        for (Attempt attempt : attempts) {
            attempt.replies().forEach(reply -> said.put(reply.recipient(), reply.text()));
        }
        List<Recipient> all = new ArrayList<>();
        for (Recipient recipient : recipients.values()) {
            String text = said.get(recipient.address());
            all.add(new Recipient(recipient.address(), recipient.state(), recipient.changed(), text));
        }
        return new MailStatus(
                mail.id(),
                mail.state(),
                mail.times(),
                mail.options(),
                mail.sender(),
                mail.messageId(),
                mail.size(),
                all,
                attempts);
    }
}
