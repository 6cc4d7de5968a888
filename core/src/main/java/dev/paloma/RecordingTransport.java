package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Mail;
import dev.paloma.message.Sink;
import dev.paloma.smtp.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Sends nothing: it keeps each mail in memory and answers with one outcome. For tests of programs that are given a {@link
 * Transport}; what a server may do besides is for {@code paloma-testkit}. Safe for use by several threads.
 */
public final class RecordingTransport implements Transport {
    private static final Form ANYTHING = new Form(Form.Body.BINARY, true);

    private final Outcome outcome;
    private final List<Recorded> recorded = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** Accepts every mail. */
    public RecordingTransport() {
        this(Outcome.ACCEPTED);
    }

    /**
     * Gives every recipient of every mail this outcome; {@link #send} throws the {@link SendException} that goes with it,
     * unless it is {@link Outcome#ACCEPTED}.
     */
    public RecordingTransport(Outcome outcome) {
        this.outcome = outcome;
    }

    /** A mail as it was given to {@link #send}, and the octets that its content wrote. */
    public static final class Recorded {
        private final Mail mail;
        private final byte[] octets;

        private Recorded(Mail mail, byte[] octets) {
            this.mail = mail;
            this.octets = octets;
        }

        public Mail mail() {
            return mail;
        }

        /** Header and body, with CRLF line ends and without Bcc: what a server without limits would get. A copy. */
        public byte[] octets() {
            return octets.clone();
        }

        /** {@link #octets} read as UTF-8. */
        public String text() {
            return new String(octets, StandardCharsets.UTF_8);
        }
    }

    /** The mails so far, the oldest first, those included that it didn't accept. */
    public List<Recorded> recorded() {
        return List.copyOf(recorded);
    }

    /**
     * Keeps the mail.
     *
     * @throws SendException if the outcome isn't {@link Outcome#ACCEPTED}, or the content can't be read: then nothing is kept
     * @throws IllegalStateException after {@link #close}
     */
    @Override
    public Receipt send(Envelope envelope, Content content) {
        if (closed) {
            throw new IllegalStateException("this transport is closed");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        try {
            content.writeTo(sink, content.form(ANYTHING));
            sink.flush();
        } catch (IOException e) {
            Failure failure = new Failure(SendException.Kind.CONTENT, Stage.CONTENT, "recording: " + e, null, e);
            throw new SendException(failure, receipt(envelope, content, Outcome.DEFERRED, 0));
        }
        recorded.add(new Recorded(new Mail(envelope, content), out.toByteArray()));
        Receipt receipt = receipt(envelope, content, outcome, out.size());
        return switch (outcome) {
            case ACCEPTED -> receipt;
            case REFUSED -> throw failed(SendException.Kind.REFUSED, Stage.RCPT, receipt);
            case DEFERRED -> throw failed(SendException.Kind.TEMPORARY, Stage.RCPT, receipt);
            case UNKNOWN -> throw failed(SendException.Kind.UNKNOWN, Stage.END_OF_DATA, receipt);
        };
    }

    private static Receipt receipt(Envelope envelope, Content content, Outcome outcome, long octets) {
        List<Receipt.Row> rows = envelope.recipients().stream()
                .map(recipient -> new Receipt.Row(recipient, outcome, null, "recorded as " + outcome))
                .toList();
        Receipt.Session session = new Receipt.Session(null, null, Map.of(), Duration.ZERO, 0, octets);
        return new Receipt(rows, content.messageId(), "recording", List.of(), session);
    }

    private static SendException failed(SendException.Kind kind, Stage stage, Receipt receipt) {
        String why = "recording: this transport was made to answer " + kind + ", and did";
        return new SendException(Failure.of(kind, stage, why, null), receipt);
    }

    /** Takes no more mail; what was recorded stays. */
    @Override
    public void close() {
        closed = true;
    }
}
