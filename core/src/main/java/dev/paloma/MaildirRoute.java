package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.ContentException;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Sink;
import dev.paloma.smtp.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A folder on this machine, which takes any content as it is. Its file's name is the queue id. */
final class MaildirRoute implements Route {
    private static final Form ANYTHING = new Form(Form.Body.BINARY, true);

    private final Path directory;

    MaildirRoute(Path directory) {
        this.directory = directory;
    }

    @Override
    public String name() {
        return "maildir:" + directory;
    }

    @Override
    public Attempt attempt(Job job) {
        Envelope envelope = job.mail().envelope();
        Content content = job.mail().content();
        if (!envelope.isPlain()) {
            return unable(envelope);
        }
        try {
            Form form = form(content);
            Path file = Maildir.at(directory).deliver(out -> {
                Sink sink = Sink.to(out);
                content.writeTo(sink, form);
                sink.flush();
                if (!job.mayLeave()) {
                    throw new Cancelled();
                }
            });
            return stored(envelope, file);
        } catch (Cancelled e) {
            return failed(envelope, SendException.Kind.TEMPORARY, e, false);
        } catch (ContentException e) {
            return failed(envelope, SendException.Kind.CONTENT, e, false);
        } catch (IOException e) {
            return failed(envelope, SendException.Kind.TEMPORARY, e, true);
        } catch (RuntimeException e) { // the content's own, as on any other route; the half-written file is gone
            String what = "reading the content failed: " + e.getClass().getSimpleName();
            return failed(envelope, SendException.Kind.CONTENT, new ContentException(what, e), false);
        }
    }

    private static Form form(Content content) {
        Form offered = new Form(Form.Body.EIGHT_BIT, true); // readers of a Maildir expect lines
        Form needed = content.form(offered);
        return offered.covers(needed) ? needed : content.form(ANYTHING);
    }

    /** Nobody stands behind a folder who would report, hold, hurry or encrypt anything. */
    private Attempt unable(Envelope envelope) {
        String why = name() + ": reports, priority, times and TLS on the way can only be asked of a server, not of a"
                + " folder; send without those wishes, or to a server that offers them";
        Failure failure = Failure.of(SendException.Kind.CONFIGURATION, Stage.MAIL, why, null);
        return new Attempt(Verdict.unasked(envelope, failure), failure, true, Receipt.Session.none());
    }

    private Attempt stored(Envelope envelope, Path file) {
        List<Receipt.Row> rows = envelope.recipients().stream()
                .map(recipient -> new Receipt.Row(recipient, Outcome.ACCEPTED, null, "stored as " + file))
                .toList();
        Receipt.Session none = Receipt.Session.none();
        String id = String.valueOf(file.getFileName());
        return new Attempt(rows, null, false, new Receipt.Session(null, id, none.times(), none.total(), 0, 0));
    }

    private Attempt failed(Envelope envelope, SendException.Kind kind, IOException e, boolean elsewhere) {
        Failure failure = new Failure(kind, Stage.CONTENT, name() + ": " + e.getMessage(), null, e);
        return new Attempt(Verdict.unasked(envelope, failure), failure, elsewhere, Receipt.Session.none());
    }

    /** Held back at the last moment; what was written of it is removed. */
    private static final class Cancelled extends IOException {
        Cancelled() {
            super("cancelled before it was stored");
        }
    }
}
