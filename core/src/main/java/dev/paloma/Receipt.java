package dev.paloma;

import dev.paloma.message.Mailbox;
import dev.paloma.smtp.EnhancedStatus;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.SmtpConnection;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TransactionResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one mail: a row for each recipient, and how it went.
 *
 * @param rows one for each recipient, in the envelope's order
 * @param messageId the content's Message-ID; null if it has none
 * @param server the server that the rows speak of, as {@code host:port} or a path: the one that has the mail, or whose
 *     answer says most; null if none could be tried
 * @param tried servers and addresses that were left for the next one, and why
 * @param session what is known of the connection
 */
public record Receipt(
        List<Row> rows,
        @Nullable String messageId,
        @Nullable String server,
        List<Tried> tried,
        Session session) {
    public Receipt {
        rows = List.copyOf(rows);
        tried = tried.isEmpty() ? List.of() : List.copyOf(tried); // a copy of none makes garbage
    }

    /**
     * What became of the mail for one recipient.
     *
     * @param recipient whom it was for
     * @param outcome what became of it
     * @param reply what the server said that decides it; to an accepted recipient that is its answer to RCPT, or
     *     with LMTP to the content; null where it said nothing
     * @param text the server's words, or the reason where it said nothing; safe to show
     */
    public record Row(
            Mailbox recipient, Outcome outcome, @Nullable Reply reply, String text) {
        /** The reply's code; empty where there was no reply. */
        public Optional<Integer> code() {
            return Optional.ofNullable(reply).map(Reply::code);
        }

        /** The reply's enhanced status code, if it has one. */
        public Optional<EnhancedStatus> enhanced() {
            return Optional.ofNullable(reply).flatMap(Reply::enhanced);
        }
    }

    /**
     * A server, or one address of it, that was left for the next one.
     *
     * @param server which
     * @param error why
     */
    public record Tried(String server, String error) {}

    /**
     * What is known of the connection.
     *
     * @param tls what TLS was agreed; null where there was none
     * @param queueId the server's own name for the mail, where its answer tells one
     * @param times how long each stage took
     * @param total from the call to its end
     * @param connection the connection's number in this mailer, from 1; 0 where there was none
     * @param octets of content that were sent
     */
    public record Session(
            SecureWire.@Nullable Tls tls,
            @Nullable String queueId,
            Map<Stage, Duration> times,
            Duration total,
            long connection,
            long octets) {
        public Session {
            times = times instanceof StageTimes ? times : Map.copyOf(times);
        }

        /** What is known of a session that there wasn't. */
        static Session none() {
            return new Session(null, null, Map.<Stage, Duration>of(), Duration.ZERO, 0, 0);
        }

        /** Of a transaction on this connection; its opening counts for the first mail that it was opened for. */
        static Session of(Pooled pooled, @Nullable TransactionResult result, @Nullable String queueId, Duration total) {
            SmtpConnection connection = pooled.connection();
            Map<Stage, Duration> opening = pooled.isReused() ? Map.of() : connection.times();
            StageTimes times = new StageTimes(opening, result);
            long octets = result == null ? 0 : result.octets();
            return new Session(connection.tls(), queueId, times, total, pooled.number(), octets);
        }

        Session lasting(Duration whole) {
            return new Session(tls, queueId, times, whole, connection, octets);
        }
    }

    /** Whether every recipient's row says {@link Outcome#ACCEPTED}. */
    public boolean isAccepted() {
        return rows.stream().allMatch(row -> row.outcome() == Outcome.ACCEPTED);
    }

    /** The recipients with this outcome. */
    public List<Mailbox> with(Outcome outcome) {
        List<Mailbox> recipients = new ArrayList<>(); // streams would take the command 5 ms to load
        for (Row row : rows) {
            if (row.outcome() == outcome) {
                recipients.add(row.recipient());
            }
        }
        return List.copyOf(recipients);
    }
}
