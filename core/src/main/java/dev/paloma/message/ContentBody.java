package dev.paloma.message;

import java.io.IOException;

/**
 * A whole message inside another (RFC 2046 §5.2.1): never encoded, so it must itself be put in a form that fits. Only one
 * with addresses in UTF-8 may be (RFC 6532 §3.7), and is where 8BITMIME isn't offered; elsewhere it goes as it is, since not
 * every program reads it encoded. Either way it is a body, which doesn't ask for SMTPUTF8.
 */
final class ContentBody implements Body {
    private final Content content;
    private final boolean utf8;

    ContentBody(Content content) {
        this.content = content;
        this.utf8 = content.form(new Form(Form.Body.BINARY, false)).utf8();
    }

    /** Whether it holds header fields that must be UTF-8. */
    boolean isUtf8() {
        return utf8;
    }

    private boolean isEncoded(Form.Body offered) {
        return utf8 && offered == Form.Body.SEVEN_BIT;
    }

    private Form form(Form.Body offered) {
        return content.form(new Form(isEncoded(offered) ? Form.Body.EIGHT_BIT : offered, utf8));
    }

    @Override
    public String encodingField(Form.Body offered) {
        return isEncoded(offered) ? TransferEncoding.BASE64.field() : MultipartBody.container(least(offered));
    }

    /** Header fields in UTF-8 are body to the message around them. */
    @Override
    public Form.Body least(Form.Body offered) {
        if (isEncoded(offered)) {
            return Form.Body.SEVEN_BIT;
        }
        Form.Body body = form(offered).body();
        return utf8 && body == Form.Body.SEVEN_BIT ? Form.Body.EIGHT_BIT : body;
    }

    @Override
    public long size(Form.Body offered) {
        long size = content.size(form(offered));
        return isEncoded(offered) && size >= 0 ? Base64Encoder.size(size) : size;
    }

    @Override
    public void writeTo(Sink sink, Form.Body offered) throws IOException {
        if (isEncoded(offered)) {
            Base64Sink encoded = new Base64Sink(sink);
            content.writeTo(encoded, form(offered));
            encoded.end();
        } else {
            content.writeTo(sink, form(offered));
        }
    }

    @Override
    public boolean endsLine(Form.Body offered) {
        return !isEncoded(offered);
    }

    @Override
    public boolean contains(byte[] boundary) {
        return content instanceof Message message && message.root().body().contains(boundary);
    }

    /** A ready-made message isn't: it may be of any size, and boundaries that are chosen can't be guessed. */
    @Override
    public boolean isSearched() {
        return content instanceof Message message && message.root().body().isSearched();
    }

    @Override
    public int depth() {
        return content instanceof Message message ? message.root().body().depth() + 1 : 1;
    }

    private static final class Base64Sink extends Sink {
        private final Sink sink;
        private final Base64Encoder encoder = new Base64Encoder();
        /** Whole lines. */
        private final byte[] block = new byte[Base64Encoder.LINE_OCTETS * Base64Encoder.BLOCK_LINES];

        private int filled;

        Base64Sink(Sink sink) {
            super(8192);
            this.sink = sink;
        }

        @Override
        protected void drain(byte[] octets, int length) throws IOException {
            for (int at = 0; at < length; ) {
                int n = Math.min(length - at, block.length - filled);
                System.arraycopy(octets, at, block, filled, n);
                filled += n;
                at += n;
                if (filled == block.length) {
                    encode();
                }
            }
        }

        void end() throws IOException {
            flush();
            encode();
        }

        private void encode() throws IOException {
            encoder.encode(block, 0, filled, sink);
            filled = 0;
        }
    }
}
