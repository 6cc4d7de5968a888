package dev.paloma;

import dev.paloma.smtp.SmtpConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Numbers what happens and tells the listener, whose faults are nobody's but its own. Safe for use by several threads. */
final class Events {
    private final @Nullable MailerListener listener;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong mails = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();

    /**
     * @param listener null for nobody
     */
    Events(@Nullable MailerListener listener) {
        this.listener = listener;
    }

    /** The next connection's number. */
    long opened(String server, SmtpConnection connection) {
        long number = connections.incrementAndGet();
        tell(to -> to.opened(new MailerListener.Opened(number, server, connection.tls(), connection.times())));
        return number;
    }

    void closed(long number, String server, int mails, long openedAt) {
        Duration age = Duration.ofNanos(System.nanoTime() - openedAt);
        tell(to -> to.closed(new MailerListener.Closed(number, server, mails, age)));
    }

    /** The same, told. */
    Sent finished(Sent sent) {
        long number = mails.incrementAndGet();
        tell(to -> to.finished(new MailerListener.Finished(number, sent.receipt(), sent.failure())));
        return sent;
    }

    private void tell(Consumer<MailerListener> event) {
        MailerListener hears = listener;
        if (hears == null) {
            return;
        }
        try {
            event.accept(hears);
        } catch (Throwable e) {
            faults.incrementAndGet(); // dropped, as the listener's documentation says
        }
    }
}
