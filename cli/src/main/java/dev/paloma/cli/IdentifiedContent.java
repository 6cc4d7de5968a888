package dev.paloma.cli;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Message;
import dev.paloma.message.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A ready mail that has no Message-ID, behind one: should it be sent twice, that tells. */
final class IdentifiedContent implements Content {
    private final Content content;
    private final Headers field;
    private final int fieldSize;

    private IdentifiedContent(Content content, Headers field) throws IOException {
        this.content = content;
        this.field = field;
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Sink sink = Sink.to(octets);
        field.writeTo(sink);
        sink.flush();
        fieldSize = octets.size();
    }

    /** The content as it is if it has one, or if a signature may say that it has none. */
    static Content of(Content content) throws IOException {
        if (content.messageId() != null || content.headers().get("DKIM-Signature") != null) {
            return content;
        }
        String user = ThisMachine.user();
        Headers sample = Message.builder().from(user).to(user).text("").build().headers();
        return new IdentifiedContent(content, only("Message-ID", sample));
    }

    private static Headers only(String name, Headers headers) {
        return Headers.of(headers.fields().stream()
                .filter(field -> field.name().equals(name))
                .toList());
    }

    @Override
    public Headers headers() {
        List<Headers.Field> all = new ArrayList<>(field.fields());
        all.addAll(content.headers().fields());
        return Headers.of(all);
    }

    @Override
    public Envelope envelope() {
        return content.envelope();
    }

    @Override
    public Form form(Form offered) {
        return content.form(offered);
    }

    @Override
    public long size(Form form) {
        long size = content.size(form);
        return size < 0 ? size : size + fieldSize;
    }

    @Override
    public void writeTo(Sink sink, Form form) throws IOException {
        field.writeTo(sink);
        content.writeTo(sink, form);
    }
}
