package dev.paloma.bench;

import java.io.IOException;
import java.util.Optional;

/** A client in a scenario: a row of its table. */
interface Contender {
    String name();

    /** Why it can't be measured here. */
    Optional<String> missing(Lab lab) throws IOException;

    /**
     * Measures it once.
     *
     * @throws IOException if it fails, or the server didn't count what it sent
     */
    Measurement run(Lab lab) throws IOException, InterruptedException;
}
