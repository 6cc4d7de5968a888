package dev.paloma.message;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Octets that must come back exactly: base64, or as they are where BINARYMIME is offered. */
final class OctetBody implements Body {
    /** Lines of base64 in a block, at least and at most: whole blocks of the encoder's, so that each stands alone. */
    private static final int LEAST = 8 * Base64Encoder.BLOCK_LINES;

    private static final int MOST = 64 * Base64Encoder.BLOCK_LINES;

    private final Source source;
    private final boolean always64;

    /** @param always64 base64 even where binary is offered */
    OctetBody(Source source, boolean always64) {
        this.source = source;
        this.always64 = always64;
    }

    private boolean binary(Form.Body offered) {
        return offered == Form.Body.BINARY && !always64;
    }

    @Override
    public String encodingField(Form.Body offered) {
        return (binary(offered) ? TransferEncoding.BINARY : TransferEncoding.BASE64).field();
    }

    @Override
    public Form.Body least(Form.Body offered) {
        return binary(offered) ? Form.Body.BINARY : Form.Body.SEVEN_BIT;
    }

    @Override
    public long size(Form.Body offered) {
        long size = source.size();
        return size < 0 || binary(offered) ? size : Base64Encoder.size(size);
    }

    @Override
    public void writeTo(Sink sink, Form.Body offered) throws IOException {
        byte[] memory = source.memory();
        Base64Encoder encoder = binary(offered) ? null : new Base64Encoder();
        if (memory == null) {
            copy(sink, encoder);
        } else if (encoder == null) {
            sink.put(memory);
        } else {
            encoder.encode(memory, 0, memory.length, sink);
        }
    }

    private void copy(Sink sink, @Nullable Base64Encoder encoder) throws IOException {
        long lines = Math.max(LEAST, source.size() / Base64Encoder.LINE_OCTETS + 1);
        byte[] block = new byte[(int) Math.min(MOST, lines) * Base64Encoder.LINE_OCTETS];
        InputStream in = source.open();
        try {
            long total = 0;
            int n;
            do {
                n = source.fill(in, block, total);
                total += n;
                if (encoder == null) {
                    sink.put(block, 0, n);
                } else {
                    encoder.encode(block, 0, n, sink);
                }
            } while (n == block.length);
        } finally {
            Source.close(in);
        }
    }

    @Override
    public boolean endsLine(Form.Body offered) {
        return binary(offered) || source.size() == 0;
    }

    @Override
    public boolean contains(byte[] boundary) {
        byte[] memory = source.memory();
        return memory != null && Lines.contains(memory, boundary);
    }

    @Override
    public boolean isSearched() {
        return true;
    }

    @Override
    public int depth() {
        return 0;
    }
}
