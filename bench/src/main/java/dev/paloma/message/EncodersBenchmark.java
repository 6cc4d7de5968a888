package dev.paloma.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The encoders by themselves. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodersBenchmark {
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
