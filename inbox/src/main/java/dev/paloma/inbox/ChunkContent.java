package dev.paloma.inbox;

import java.io.IOException;
import java.io.OutputStream;

/** Content in BDAT chunks (RFC 3030): octets by count, no line ends needed, no dots added. */
final class ChunkContent extends Incoming {
    private final Wire wire;
    private final Chunk.Source next;
    private Chunk chunk;
    private long left;

    ChunkContent(Wire wire, InboxLimits limits, Chunk first, Chunk.Source next) {
        super(limits);
        this.wire = wire;
        this.next = next;
        this.chunk = first;
        this.left = first.size();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        copyTo(out);
        while (!chunk.last()) {
            wire.reply("250 2.0.0 " + chunk.size() + " octets received");
            chunk = next.next();
            left = chunk.size();
            copyTo(out);
        }
    }

    @Override
    int read(byte[] octets) throws IOException {
        if (left == 0) {
            return -1;
        }
        int n = wire.read(octets, (int) Math.min(left, octets.length));
        left -= n;
        return n;
    }
}
