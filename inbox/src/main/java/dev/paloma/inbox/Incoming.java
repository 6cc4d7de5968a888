package dev.paloma.inbox;

import dev.paloma.Maildir;
import java.io.IOException;
import java.io.OutputStream;

/** Content on its way from the client into a file. */
abstract class Incoming implements Maildir.Writer {
    private final InboxLimits limits;
    private final byte[] block = new byte[16 * 1024];
    private long size;

    Incoming(InboxLimits limits) {
        this.limits = limits;
    }

    /** Puts content into the block: how many octets, or -1 at the end of the content or of the present chunk. */
    abstract int read(byte[] octets) throws IOException;

    /** Octets of content seen. */
    final long size() {
        return size;
    }

    /** @throws Refusal if it grows too large; the rest is still to be read */
    final void copyTo(OutputStream out) throws IOException {
        for (int n = read(block); n >= 0; n = read(block)) {
            size += n;
            if (size > limits.maxSize()) {
                throw new Refusal("552 5.3.4 Message too large, at most " + limits.maxSize() + " octets");
            }
            out.write(block, 0, n);
        }
    }

    /** Reads the rest away: only then does the client listen to a refusal. */
    final void discard() throws IOException {
        long discarded = 0;
        for (int n = read(block); n >= 0; n = read(block)) {
            discarded += n;
            if (discarded > limits.maxDiscard()) {
                throw Hangup.saying("421 4.3.2 Far too much data");
            }
        }
    }
}
