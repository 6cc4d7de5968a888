package dev.paloma.outbox;

import dev.paloma.message.DsnRequest;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail as it will stand in the database, all but its content: one job for each recipient domain, or several where a
 * domain has more than 100 recipients, which is what every server must take at a time (RFC 5321 §4.5.3.1.8).
 *
 * @param mail what is to be sent
 * @param options how
 * @param jobs the recipients of each
 */
record Draft(Mail mail, SubmitOptions options, List<JobDraft> jobs) {
    private static final int LARGEST_JOB = 100;

    /**
     * @param domain in lower case
     * @param recipients at least one
     */
    record JobDraft(String domain, List<RecipientDraft> recipients) {}

    /**
     * @param number its place in the envelope
     * @param address as it goes on the wire
     * @param dsn its parameters of RCPT; null for none
     */
    record RecipientDraft(
            int number, String address, @Nullable String dsn) {}

    static Draft of(Mail mail, SubmitOptions options) {
        Envelope envelope = mail.envelope();
        Map<String, JobDraft> open = new LinkedHashMap<>();
        List<JobDraft> jobs = new ArrayList<>();
        for (int i = 0; i < envelope.recipients().size(); i++) {
            Mailbox recipient = envelope.recipients().get(i);
            String domain = recipient.domain().toLowerCase(Locale.ROOT);
            JobDraft job = open.get(domain);
            if (job == null || job.recipients().size() == LARGEST_JOB) {
                job = new JobDraft(domain, new ArrayList<>(1));
                open.put(domain, job);
                jobs.add(job);
            }
            job.recipients().add(new RecipientDraft(i, recipient.address(), dsn(envelope, i)));
        }
        return new Draft(mail, options, jobs);
    }

    /** What the options say for all isn't repeated for each. */
    private static @Nullable String dsn(Envelope envelope, int recipient) {
        DsnRequest request = envelope.dsn(recipient);
        return request == null || request.equals(envelope.options().dsn()) ? null : request.parameters();
    }

    String sender() {
        Mailbox sender = mail.envelope().sender();
        return sender == null ? "" : sender.address();
    }

    /** When it may first be tried, in milliseconds. */
    long due(long now) {
        Instant notBefore = options.notBefore();
        return notBefore == null ? now : Math.max(now, Millis.of(notBefore));
    }

    int bucket() {
        return options.tags().isEmpty() ? 0 : Destination.bucket(options.tags().get(0));
    }
}
