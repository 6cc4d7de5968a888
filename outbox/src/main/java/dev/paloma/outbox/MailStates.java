package dev.paloma.outbox;

import java.sql.SQLException;

/** What a mail is, from what its recipients are: the worst of them, once none of its jobs is under way. */
final class MailStates {
    private static final String LOCK = "SELECT id FROM outbox_mail WHERE id = ?";
    private static final String SETTLE = "UPDATE outbox_mail SET state ="
            + " (SELECT max(r.state) FROM outbox_recipient r WHERE r.mail = ?) WHERE id = ?"
            + " AND NOT EXISTS (SELECT 1 FROM outbox_job j WHERE j.mail = ? AND j.state <> 4)";

    private MailStates() {}

    /** Nobody else settles, retries or purges it until the transaction ends. */
    static void lock(Session session, long mail) throws SQLException {
        session.number(0, LOCK + session.database().lock(), mail);
    }

    /** The lock comes first: two workers that end the last two jobs at the same moment would each see the other's. */
    static void settle(Session session, long mail) throws SQLException {
        lock(session, mail);
        session.update(SETTLE, mail, mail, mail);
    }
}
