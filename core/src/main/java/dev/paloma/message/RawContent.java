package dev.paloma.message;

import java.io.IOException;

/** A ready-made message: sent as it is, but for line ends, a final CRLF and Bcc. */
public final class RawContent implements Content {
    private RawContent() {}

    public static RawContent of(java.nio.file.Path file) throws IOException {
        throw new UnsupportedOperationException(file.toString());
    }

    public static RawContent of(java.io.InputStream in) throws IOException {
        throw new UnsupportedOperationException(in.toString());
    }

    @Override
    public Headers headers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Envelope envelope() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Form form(Form offered) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size(Form form) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeTo(Sink sink, Form form) throws IOException {
        throw new UnsupportedOperationException();
    }
}
