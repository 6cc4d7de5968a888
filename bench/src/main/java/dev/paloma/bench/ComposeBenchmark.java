package dev.paloma.bench;

import dev.paloma.message.Form;
import dev.paloma.message.Message;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;

/** Composing a mail and writing it, apart and together; where the octets go they are dropped. */
public class ComposeBenchmark extends PartBenchmark {
    private static final Form OFFERED = new Form(Form.Body.EIGHT_BIT, true);

    private final String text = "A line of text as people write them, of seventy octets or so, or not.\n".repeat(15);
    private final String html = "<p>Ein Absatz mit Umlauten: äöüß, und etwas mehr Text dahinter.</p>\n".repeat(760);
    private final byte[] attachment = attachment();
    private final Message small = compose();
    private final Message large = composeLarge();
    private final Dropped sink = new Dropped();

    /** Counts octets and drops them. */
    private static final class Dropped extends Sink {
        private long octets;

        Dropped() {
            super(32 * 1024);
        }

        @Override
        protected void drain(byte[] content, int length) {
            octets += length;
        }
    }

    private static byte[] attachment() {
        byte[] octets = new byte[20 * 1024];
        new Random(1).nextBytes(octets);
        return octets;
    }

    /** A text of 1 KiB for one recipient. */
    @Benchmark
    public Message compose() {
        return Message.builder()
                .from("Ann <ann@example.org>")
                .to("bob@example.net")
                .subject("Invoice 42")
                .text(text)
                .build();
    }

    /** 50 KiB of HTML with a text beside it, and an attachment of 20 KiB. */
    @Benchmark
    public Message composeLarge() {
        return Message.builder()
                .from("Ann <ann@example.org>")
                .to("bob@example.net")
                .subject("Rechnung für März")
                .text(text)
                .html(html)
                .attach("invoice.pdf", "application/pdf", attachment)
                .build();
    }

    @Benchmark
    public long writeSmall() throws IOException {
        return write(small);
    }

    @Benchmark
    public long writeLarge() throws IOException {
        return write(large);
    }

    @Benchmark
    public long composeAndWrite() throws IOException {
        return write(compose());
    }

    private long write(Message message) throws IOException {
        message.writeTo(sink, message.form(OFFERED));
        sink.flush();
        return sink.octets;
    }
}
