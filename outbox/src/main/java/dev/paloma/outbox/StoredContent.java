package dev.paloma.outbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads large content row by row, each in a transaction of its own: no connection is held while it is being used. */
final class StoredContent extends InputStream {
    private static final String CHUNK = "SELECT octets FROM outbox_content_chunk WHERE content = ? AND number = ?";

    private final Readers readers;
    private final long content;
    private int number;
    private InputStream chunk = InputStream.nullInputStream();
    private boolean ended;

    StoredContent(Readers readers, long content) {
        this.readers = readers;
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = chunk.read(into, offset, length);
        while (n < 0 && !ended) {
            next();
            n = chunk.read(into, offset, length);
        }
        return n;
    }

    private void next() throws IOException {
        byte[] octets;
        try {
            octets = readers.read("the content can't be read", this::chunk);
        } catch (OutboxException e) {
            throw new IOException(e.getMessage(), e);
        }
        ended = octets.length == 0;
        chunk = new ByteArrayInputStream(octets);
        number++;
    }

    /** None behind the last. */
    private byte[] chunk(Session session) throws SQLException {
        try (ResultSet row = session.query(CHUNK, content, number)) {
            return row.next() ? row.getBytes(1) : new byte[0];
        }
    }
}
