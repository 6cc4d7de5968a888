package dev.paloma.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outbox in figures.
 *
 * @param mails how many are in each state; every state is there
 * @param oldest how long the oldest mail that is still to be sent has been waiting; null if there is none
 * @param lastMinute how many recipients' attempts ended in each way in the last minute, of which the first ten seconds may be missing in part
 * @param rates the same for each route, whose domain is empty, and for the domains that had most, at most 20
 * @param deepest the destinations with most jobs, at most 20
 * @param workers those that work now
 */
public record OutboxStats(
        Map<MailState, Long> mails,
        @Nullable Duration oldest,
        Map<MailStatus.Result, Long> lastMinute,
        List<Rate> rates,
        List<Destination> deepest,
        List<Worker> workers) {
    public OutboxStats {
        mails = Map.copyOf(mails);
        lastMinute = Map.copyOf(lastMinute);
        rates = List.copyOf(rates);
        deepest = List.copyOf(deepest);
        workers = List.copyOf(workers);
    }

    /** How many mails are in this state. */
    public long mails(MailState state) {
        return mails.getOrDefault(state, 0L);
    }

    /** How many recipients' attempts ended so in the last minute, of which the first ten seconds may be missing in part. */
    public long lastMinute(MailStatus.Result result) {
        return lastMinute.getOrDefault(result, 0L);
    }

    /**
     * @param route by which mails went
     * @param domain the recipients'; empty for all of the route's
     * @param ended how many recipients' attempts ended in each way in the last minute, of which the first ten seconds may be missing in part
     */
    public record Rate(String route, String domain, Map<MailStatus.Result, Long> ended) {
        public Rate {
            ended = Map.copyOf(ended);
        }

        /** Those of all outcomes together. */
        public long recipients() {
            return ended.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * @param route by which its mails go
     * @param domain the recipients'
     * @param jobs mails, or parts of mails, that are to go there
     * @param deferred those of them that have been put off
     */
    public record Destination(String route, String domain, long jobs, long deferred) {}

    /**
     * @param name host and process
     * @param jobs that it has
     * @param recipients whose mails it has sent in the last minute, of which the first ten seconds may be missing in part, however that ended
     */
    public record Worker(String name, long jobs, long recipients) {}
}
