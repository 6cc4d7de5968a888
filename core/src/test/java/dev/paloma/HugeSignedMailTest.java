package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Content;
import dev.paloma.message.Form;
import dev.paloma.message.Sink;
import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail of three times the heap is signed and sent, and next to none of the heap is taken for it. */
@ExtendWith(NoLeaks.class)
class HugeSignedMailTest {
    private static final int HEAP_MEGABYTES = 32;
    private static final long FILE = 100L << 20;
    private static final long MOST_HEAP = 4L << 20;

    @TempDir
    Path folder;

    private Path file() throws IOException {
        Path file = folder.resolve("film.bin");
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(FILE);
            content.seek(FILE / 2);
            content.write("in the middle".getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static CountingServer.Count expected(Content content) throws IOException {
        Form form = content.form(Form.PLAIN);
        CRC32 checksum = new CRC32();
        Sink sink = Sink.to(new CheckedOutputStream(OutputStream.nullOutputStream(), checksum));
        content.writeTo(sink, form);
        sink.flush();
        return new CountingServer.Count(content.size(form), checksum.getValue());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSignedMailLargerThanTheHeapIsSentWhole(boolean chunking) throws Exception {
        Path file = file();
        CountingServer.Count expected = expected(HugeSignedMail.of(file));
        try (CountingServer server = new CountingServer(chunking)) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + HEAP_MEGABYTES + "m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            HugeSignedMail.class.getName(),
                            String.valueOf(server.port()),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(server.count()).isEqualTo(expected);
            String[] figures = said.substring(said.indexOf("begins"))
                    .lines()
                    .skip(1)
                    .findFirst()
                    .orElseThrow()
                    .split(" ");
            assertThat(Long.parseLong(figures[0])).isEqualTo(expected.octets());
            assertThat(Long.parseLong(figures[1])).as("growth of the heap").isLessThan(MOST_HEAP);
        }
    }
}
