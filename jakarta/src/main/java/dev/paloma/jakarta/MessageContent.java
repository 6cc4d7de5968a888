package dev.paloma.jakarta;

import dev.paloma.message.Content;
import dev.paloma.message.ContentException;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.RawContent;
import dev.paloma.message.Sink;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MimeMessage} as it writes itself. It does so once to be looked at, and a long one, of which nothing is kept, once
 * more onto the wire. Only where the server can't take it as it is, such as 8-bit text without 8BITMIME, a long one too is
 * held in memory, and re-encoded as ready-made mail is.
 */
final class MessageContent implements Content {
    private static final Form ANY = new Form(Form.Body.BINARY, true);

    private final MimeMessage message;
    private final long size;
    private final Form need;
    /** Null if it is too long. */
    private final @Nullable Rendering kept;

    private volatile @Nullable RawContent raw;

    /**
     * Looks at it.
     *
     * @param rendering that of the connection, which keeps the mail until the next
     * @throws IOException if it can't be written
     */
    MessageContent(MimeMessage message, Rendering rendering) throws IOException {
        this.message = message;
        rendering.restart();
        writeTo(rendering);
        rendering.flush();
        this.size = rendering.size();
        this.kept = rendering.isKept() ? rendering : null;
        Form seen = rendering.need();
        this.need =
                rendering.isDoubtful() ? new Form(seen.body(), read().form(ANY).utf8()) : seen;
    }

    @Override
    public Headers headers() {
        return raw().headers();
    }

    @Override
    public Envelope envelope() {
        return raw().envelope();
    }

    @Override
    public Form form(Form offered) {
        return offered.covers(need) ? need : raw().form(offered);
    }

    @Override
    public long size(Form form) {
        return form.covers(need) ? size : raw().size(form);
    }

    @Override
    public void writeTo(Sink sink, Form form) throws IOException {
        if (!form.covers(need)) {
            raw().writeTo(sink, form);
            return;
        }
        if (kept != null) {
            kept.copyTo(sink);
            return;
        }
        long written = writeTo(sink);
        if (written != size) { // the server was told how many there would be
            throw new ContentException("the message had " + size + " octets at first and " + written
                    + " when it was sent: its data sources must give the same each time");
        }
    }

    private long writeTo(Sink sink) throws IOException {
        LineEnds out = new LineEnds(sink);
        write(out);
        return out.complete();
    }

    private void write(OutputStream out) throws IOException {
        try {
            String[] hidden = HeaderLines.hidden(message);
            HeaderLines.check(message.getNonMatchingHeaderLines(hidden)); // some write them past our stream
            message.writeTo(out, hidden);
        } catch (MessagingException e) {
            throw new ContentException("the message can't be written: " + e.getMessage(), e);
        }
    }

    private RawContent raw() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawContent read() throws IOException {
        RawContent known = raw;
        if (known == null) {
            known = Content.of(kept == null ? octets() : kept.copy());
            raw = known;
        }
        return known;
    }

    private byte[] octets() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        write(octets);
        return octets.toByteArray();
    }
}
