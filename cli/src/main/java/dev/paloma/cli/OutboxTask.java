package dev.paloma.cli;

import dev.paloma.outbox.Outbox;

/** One of the things that can be done with an outbox. */
interface OutboxTask {
    /** Does it, and gives back the exit code. */
    int run(Outbox outbox);
}
