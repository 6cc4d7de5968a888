package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Form;
import dev.paloma.message.Message;
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

/**
 * A file many times the size of the heap goes out whole, and takes next to none of the heap (B9). With
 * {@code -Dpaloma.suite=full} it is of 1 GiB, else of twice the heap.
 */
@ExtendWith(NoLeaks.class)
class HugeAttachmentTest {
    private static final int HEAP_MEGABYTES = 64;
    private static final long MOST_HEAP = 4L << 20;

    @TempDir
    Path folder;

    private Path file() throws IOException {
        Path file = folder.resolve("film.bin");
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.write("not only zeros".getBytes(StandardCharsets.US_ASCII));
            content.setLength(
                    "full".equals(System.getProperty("paloma.suite")) ? 1L << 30 : (HEAP_MEGABYTES * 2L) << 20);
            content.seek(content.length() / 2);
            content.write("in the middle".getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static CountingServer.Count expected(Message message) throws IOException {
        Form form = message.form(Form.PLAIN);
        CRC32 checksum = new CRC32();
        Sink sink = Sink.to(new CheckedOutputStream(OutputStream.nullOutputStream(), checksum));
        message.writeTo(sink, form);
        sink.flush();
        return new CountingServer.Count(message.size(form), checksum.getValue());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void B9_aFileLargerThanTheHeapIsSentWhole(boolean chunking) throws Exception {
        Path file = file();
        CountingServer.Count expected = expected(HugeMail.of(file));
        try (CountingServer server = new CountingServer(chunking)) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + HEAP_MEGABYTES + "m",
                            "-XX:+UseSerialGC",
                            "-Xlog:gc",
                            "-cp",
                            System.getProperty("java.class.path"),
                            HugeMail.class.getName(),
                            String.valueOf(server.port()),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor()).as(said).isZero();
            assertThat(server.count()).isEqualTo(expected);
            String sending = said.substring(said.indexOf("begins"));
            assertThat(sending).as("no garbage that had to be collected").doesNotContain("Pause");
            String[] figures = sending.lines().skip(1).findFirst().orElseThrow().split(" ");
            assertThat(Long.parseLong(figures[0])).isEqualTo(expected.octets());
            assertThat(Long.parseLong(figures[1])).as("growth of the heap").isLessThan(MOST_HEAP);
        }
    }
}
