package dev.paloma.interop.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Content of any length that isn't kept anywhere. */
final class LongContent implements Content {
    private static final byte[] LINE = ("0123456789".repeat(7) + "\r\n").getBytes(US_ASCII);

    private final String head;
    private final Envelope envelope;
    private final long lines;
    private final Runnable halfway;
    private final boolean sized;

    /**
     * @param head its fields and the empty line
     * @param size about how many octets it is to have
     */
    LongContent(String head, Envelope envelope, long size) {
        this(head, envelope, (size - head.length()) / LINE.length, () -> {}, true);
    }

    private LongContent(String head, Envelope envelope, long lines, Runnable halfway, boolean sized) {
        this.head = head;
        this.envelope = envelope;
        this.lines = lines;
        this.halfway = halfway;
        this.sized = sized;
    }

    /** The same, of which nobody knows the size before it is written. */
    LongContent unsized() {
        return new LongContent(head, envelope, lines, halfway, false);
    }

    /** The same, where something happens once half of it is written: the first time, for it is read again later. */
    LongContent halfway(Runnable event) {
        AtomicBoolean happened = new AtomicBoolean();
        Runnable once = () -> {
            if (!happened.getAndSet(true)) {
                event.run();
            }
        };
        return new LongContent(head, envelope, lines, once, sized);
    }

    @Override
    public Headers headers() {
        return Headers.parse(head);
    }

    @Override
    public Envelope envelope() {
        return envelope;
    }

    @Override
    public Form form(Form offered) {
        return Form.PLAIN;
    }

    @Override
    public long size(Form form) {
        return sized ? head.length() + lines * LINE.length : -1;
    }

    @Override
    public void writeTo(Sink sink, Form form) throws IOException {
        sink.ascii(head);
        for (long line = 0; line < lines; line++) {
            if (line == lines / 2) {
                halfway.run();
            }
            sink.put(LINE);
        }
    }
}
