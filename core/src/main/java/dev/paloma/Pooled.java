package dev.paloma;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Capabilities;
import dev.paloma.smtp.SmtpConnection;
import java.time.Duration;

/** A connection that is lent out again and again. Used by one thread at a time. */
final class Pooled {
    private final SmtpConnection connection;
    private final PoolSettings settings;
    private final int mostMails;
    private final Parts.Most most;
    private final long opened = System.nanoTime();
    private long used = opened;
    private final long number;
    private int mails;
    private boolean spent;

    Pooled(SmtpConnection connection, PoolSettings settings, long number) {
        this.connection = connection;
        this.number = number;
        this.settings = settings;
        int own = settings.mails() == 0 ? Integer.MAX_VALUE : settings.mails();
        Capabilities offered = connection.capabilities();
        this.mostMails = Math.min(own, offered.maximumMails());
        this.most = new Parts.Most(
                offered.maximumRecipients(), offered.limit("RCPTDOMAINMAX").orElse(Integer.MAX_VALUE));
    }

    SmtpConnection connection() {
        return connection;
    }

    /** Its number in this mailer. */
    long number() {
        return number;
    }

    /** What one mail may have (RFC 9422 §4.2, §4.3). */
    Parts.Most most() {
        return most;
    }

    int mails() {
        return mails;
    }

    long opened() {
        return opened;
    }

    /** Another mail goes this way; one that is to be queued is the last, since what QUED says holds for all after it. */
    void count(Mail mail) {
        mails++;
        spent |= mail.envelope().options().asksForQueue();
    }

    /** It isn't lent again. */
    void retire() {
        spent = true;
    }

    /** Whether mails went this way before: then its end says nothing about the server's health. */
    boolean isReused() {
        return mails > 1;
    }

    /** Whether it may carry another mail. */
    boolean isOpen() {
        return !spent
                && connection.isUsable()
                && mails < mostMails
                && !isOver(opened, settings.lifetime(), System.nanoTime());
    }

    /** It isn't used from now on. */
    void rest() {
        used = System.nanoTime();
    }

    /** Whether it has waited for longer than it may. */
    boolean isStale(long now) {
        return isOver(used, settings.idle(), now);
    }

    /** Whether it can be taken up again: nothing waits to be read, and the server hasn't closed it meanwhile. */
    boolean isFit() {
        return isOpen() && !isStale(System.nanoTime()) && connection.isQuiet();
    }

    private static boolean isOver(long since, Duration limit, long now) {
        return now - since >= limit.toNanos();
    }
}
