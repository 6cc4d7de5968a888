package dev.paloma;

import dev.paloma.smtp.Acceptance;
import java.util.Random;

/**
 * What one batch of the model test is like; all of it follows from the seed. Chances are in a thousand, for each command.
 *
 * @param seed what the rest was drawn from
 * @param pipelining whether the servers offer PIPELINING
 * @param chunking whether they offer CHUNKING
 * @param acceptance the mailer's policy
 * @param way how the mails are handed over
 * @param window how many may be on their way on one connection
 * @param connections how many connections to each server
 * @param servers how many servers
 * @param roundRobin whether they take turns
 * @param mails how many mails
 * @param faults chance that a connection breaks at a command
 * @param refusals chance that a command is refused
 * @param silences whether servers may fall silent, with short time limits then
 * @param most recipients that the servers take in one transaction
 */
record ModelPlan(
        long seed,
        boolean pipelining,
        boolean chunking,
        Acceptance acceptance,
        Way way,
        int window,
        int connections,
        int servers,
        boolean roundRobin,
        int mails,
        int faults,
        int refusals,
        boolean silences,
        int most) {
    private static final int[] WINDOWS = {1, 2, 8, 32};
    private static final int[] FAULTS = {0, 0, 3, 10, 30, 100};
    private static final int[] REFUSALS = {0, 10, 30, 100, 300};

    /** How mails are handed over. */
    enum Way {
        SEND,
        SEND_ALL,
        SEND_ASYNC
    }

    static ModelPlan of(long seed) {
        Random random = dice(seed, 0);
        return new ModelPlan(
                seed,
                random.nextInt(4) > 0,
                random.nextBoolean(),
                random.nextBoolean() ? Acceptance.ALL : Acceptance.AT_LEAST_ONE,
                Way.values()[random.nextInt(3)],
                WINDOWS[random.nextInt(WINDOWS.length)],
                1 + random.nextInt(3),
                1 + random.nextInt(2),
                random.nextBoolean(),
                5 + random.nextInt(60),
                FAULTS[random.nextInt(FAULTS.length)],
                REFUSALS[random.nextInt(REFUSALS.length)],
                random.nextInt(40) == 0,
                random.nextInt(4) > 0 ? 100 : 1 + random.nextInt(3));
    }

    /** Whether nothing goes wrong but what was agreed: then every mail must arrive. */
    boolean isPeaceful() {
        return faults == 0 && refusals == 0 && !silences && most == 100;
    }

    Random dice(long purpose) {
        return dice(seed, purpose);
    }

    /** Seeds that follow each other give draws that have nothing to do with each other. */
    private static Random dice(long seed, long purpose) {
        long mixed = (seed * 31 + purpose) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return new Random(mixed ^ (mixed >>> 32));
    }
}
