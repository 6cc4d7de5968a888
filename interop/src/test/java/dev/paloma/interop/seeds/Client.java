package dev.paloma.interop.seeds;

import java.io.IOException;
import java.time.Duration;

/** One of those that are compared. */
interface Client {
    /** Does it; {@link Answer#HANGS} if that isn't over in time. */
    Answer send(Order order, Duration limit) throws IOException, InterruptedException;

    /** Waits for a client that hung, whose servers are gone now, so that it can be used again. */
    void recover() throws IOException, InterruptedException;

    /** Ends it. */
    void close() throws IOException, InterruptedException;
}
