package dev.paloma;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;

/** One line for each event. */
final class LoggingListener implements MailerListener {
    private final Logger logger;

    LoggingListener(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void opened(Opened event) {
        logger.log(
                Level.DEBUG,
                () -> "connection " + event.connection() + " to " + event.server() + " opened in "
                        + event.times().values().stream()
                                .mapToLong(Duration::toMillis)
                                .sum() + " ms"
                        + (event.tls() == null
                                ? ", in clear"
                                : ", " + event.tls().protocol() + " "
                                        + event.tls().cipher()));
    }

    @Override
    public void closed(Closed event) {
        logger.log(
                Level.DEBUG,
                () -> "connection " + event.connection() + " to " + event.server() + " closed after " + event.mails()
                        + " mails and " + event.age().toSeconds() + " s");
    }

    @Override
    public void finished(Finished event) {
        logger.log(event.receipt().isAccepted() ? Level.INFO : Level.WARNING, () -> line(event));
    }

    private static String line(Finished event) {
        Receipt receipt = event.receipt();
        StringBuilder line = new StringBuilder("mail ")
                .append(event.mail())
                .append(receipt.messageId() == null ? "" : " " + receipt.messageId())
                .append(" to ")
                .append(receipt.server());
        for (Outcome outcome : Outcome.values()) {
            int count = receipt.with(outcome).size();
            if (count > 0) {
                line.append(", ").append(outcome.toString().toLowerCase(Locale.ROOT));
                line.append(' ').append(count);
            }
        }
        Receipt.Session session = receipt.session();
        line.append(", ").append(session.octets()).append(" octets, ");
        line.append(session.total().toMillis()).append(" ms");
        if (session.queueId() != null) {
            line.append(", queued as ").append(session.queueId());
        }
        if (event.failure() != null) {
            line.append(": ").append(event.failure().getMessage());
        }
        return line.toString();
    }
}
