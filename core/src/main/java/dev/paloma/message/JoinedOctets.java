package dev.paloma.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Several pieces, one after the other. */
final class JoinedOctets implements Octets {
    private final List<Octets> pieces;

    JoinedOctets(List<Octets> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    @Override
    public long size() {
        return pieces.stream().mapToLong(Octets::size).sum();
    }

    @Override
    public InputStream open() {
        return new Joined();
    }

    /** One piece open at a time. */
    private final class Joined extends InputStream {
        private InputStream current = InputStream.nullInputStream();
        private int next;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = current.read(target, offset, length);
            while (n < 0 && next < pieces.size()) {
                current.close();
                current = pieces.get(next++).open();
                n = current.read(target, offset, length);
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            next = pieces.size();
            current.close();
        }
    }
}
