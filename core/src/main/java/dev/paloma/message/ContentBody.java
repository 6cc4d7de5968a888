package dev.paloma.message;

import java.io.IOException;

/**
 * A whole message inside another (RFC 2046 §5.2.1): never encoded, so it must itself be put in a form that fits. One with
 * addresses in UTF-8 might be (RFC 6532 §3.7), but few programs read it then; it is a body, so it asks for 8BITMIME and not
 * for SMTPUTF8.
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

    private Form form(Form.Body offered) {
        return content.form(new Form(offered, utf8));
    }

    @Override
    public String encodingField(Form.Body offered) {
        return MultipartBody.container(least(offered));
    }

    /** Header fields in UTF-8 are body to the message around them. */
    @Override
    public Form.Body least(Form.Body offered) {
        Form.Body body = form(offered).body();
        return utf8 && body == Form.Body.SEVEN_BIT ? Form.Body.EIGHT_BIT : body;
    }

    @Override
    public long size(Form.Body offered) {
        return content.size(form(offered));
    }

    @Override
    public void writeTo(Sink sink, Form.Body offered) throws IOException {
        content.writeTo(sink, form(offered));
    }

    @Override
    public boolean endsLine(Form.Body offered) {
        return true;
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
}
