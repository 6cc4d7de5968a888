package dev.paloma.smtp;

import dev.paloma.bench.PartBenchmark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;

/** What stands between content and the wire, and between the wire and a reply. */
public class WireBenchmark extends PartBenchmark {
    private static final String QUEUED = "250 2.0.0 Ok: queued as 4ZbQfK2Hn1z\r\n";
    private static final String EHLO = "250-mail.example.org\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n"
            + "250-8BITMIME\r\n250-SMTPUTF8\r\n250 CHUNKING\r\n";

    private final byte[] content =
            ascii("A line of text as people write them, of seventy octets or so, or not\r\n".repeat(936));
    private final byte[] dots =
            ascii(".a line that begins with a dot, as few of them do, but some of them do\r\n".repeat(910));
    private final GuardedTrace silence = new GuardedTrace(Trace.none());
    private final DotStuffer stuffer = new DotStuffer(new Output(line(ascii("")), silence));
    private final ReplyReader queued = reader(QUEUED);
    private final ReplyReader ehlo = reader(EHLO);

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Line line(byte[] said) {
        return new Line(new EndlessWire(said), new Watchdog(), Timeouts.standard(), new Stopwatch(Stage.MAIL));
    }

    private ReplyReader reader(String said) {
        return new ReplyReader(line(ascii(said)), Limits.standard(), silence);
    }

    /** 64 KiB. */
    @Benchmark
    public long stuff() throws IOException {
        return stuff(content);
    }

    /** 64 KiB, each line with a dot to double. */
    @Benchmark
    public long stuffDots() throws IOException {
        return stuff(dots);
    }

    private long stuff(byte[] octets) throws IOException {
        stuffer.restart();
        stuffer.put(octets);
        stuffer.complete();
        return stuffer.octets();
    }

    @Benchmark
    public Object readReply() throws SmtpException {
        return queued.read();
    }

    @Benchmark
    public Object readEhloReply() throws SmtpException {
        return ehlo.read();
    }
}
