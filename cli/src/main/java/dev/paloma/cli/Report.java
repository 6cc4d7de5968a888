package dev.paloma.cli;

import dev.paloma.Receipt;
import dev.paloma.SendException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How the end of a send is told. */
interface Report {
    /**
     * What became of a mail that came as far as a server.
     *
     * @param failure null where the acceptance policy was met
     * @param file where the mail lies, if that is on this machine
     */
    void sent(Receipt receipt, @Nullable SendException failure, @Nullable Path file);

    /** Why no server was asked. */
    void stopped(Trouble trouble);
}
