package dev.paloma.message;

import dev.paloma.bench.PartBenchmark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;

/** The encoders by themselves. */
public class EncodersBenchmark extends PartBenchmark {
    private static final String GERMAN = "Ein Absatz mit Umlauten: äöüß, und etwas mehr Text dahinter.\r\n";

    private final byte[] octets = new byte[20 * 1024 / Base64Encoder.LINE_OCTETS * Base64Encoder.LINE_OCTETS];
    private final byte[] text = GERMAN.repeat(760).getBytes(StandardCharsets.UTF_8);
    private final TallySink sink = new TallySink();

    public EncodersBenchmark() {
        new Random(1).nextBytes(octets);
    }

    /** 20 KiB. */
    @Benchmark
    public long base64() throws IOException {
        new Base64Encoder().encode(octets, 0, octets.length, sink);
        return sink.total();
    }

    /** 50 KiB. */
    @Benchmark
    public long quotedPrintable() throws IOException {
        QuotedPrintable.write(text, true, sink);
        return sink.total();
    }

    /** A subject. */
    @Benchmark
    public String encodedWords() {
        return EncodedWords.unstructured("Rechnung für März, mit freundlichen Grüßen", 9);
    }
}
