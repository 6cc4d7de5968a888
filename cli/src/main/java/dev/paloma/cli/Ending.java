package dev.paloma.cli;

import dev.paloma.Receipt;
import dev.paloma.SendException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a send ended that came as far as a server.
 *
 * @param receipt what became of every recipient
 * @param failure null where the acceptance policy was met
 * @param message why it failed, in one line; empty where it didn't
 * @param file where the mail lies, if that is on this machine
 */
record Ending(
        Receipt receipt,
        @Nullable SendException failure,
        String message,
        @Nullable Path file) {}
