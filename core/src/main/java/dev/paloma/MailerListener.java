package dev.paloma;

import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.Stage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a {@link Mailer} does, for logs and metrics. Nothing it is given holds a secret or content of a mail, and
 * what a server said is safe to show.
 *
 * <p>Called from the threads that send, from several at once, while they wait for the answer: it should be quick. What it
 * throws is dropped; the mail isn't affected.
 */
public interface MailerListener {
    /** A connection is ready for mail. */
    default void opened(Opened event) {}

    /** A connection carries no more mail. */
    default void closed(Closed event) {}

    /** It is known what became of a mail. */
    default void finished(Finished event) {}

    /**
     * Writes a line for each event: connections at level DEBUG, mails at INFO, and what wasn't accepted at WARNING.
     *
     * @param logger such as {@code System.getLogger("mail")}
     */
    static MailerListener to(System.Logger logger) {
        return new LoggingListener(logger);
    }

    /**
     * A connection is ready for mail.
     *
     * @param connection its number in this mailer, from 1
     * @param server {@code host:port}
     * @param tls what was agreed; null where there is no TLS
     * @param times how long each stage of its opening took
     */
    record Opened(long connection, String server, SecureWire.@Nullable Tls tls, Map<Stage, Duration> times) {}

    /**
     * A connection carries no more mail.
     *
     * @param connection its number
     * @param server {@code host:port}
     * @param mails how many it carried
     * @param age since it was opened
     */
    record Closed(long connection, String server, int mails, Duration age) {}

    /**
     * It is known what became of a mail.
     *
     * @param mail its number in this mailer, from 1
     * @param receipt what became of it; its session tells the connection, the time each stage took, and the octets sent
     * @param failure why it isn't as the acceptance policy asks; null if it is
     */
    record Finished(long mail, Receipt receipt, @Nullable SendException failure) {}
}
