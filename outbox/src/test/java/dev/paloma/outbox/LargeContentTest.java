package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class LargeContentTest {
    private static final int LINES = 1_400_000;

    @TempDir
    Path folder;

    @Test
    void aMailOfAHundredMegabytesGoesThroughAHeapOfForty() throws Exception {
        Path mail = written();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx40m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SmallHeap.class.getName(),
                            "sqlite:" + folder.resolve("outbox.db"),
                            mail.toString(),
                            server.url())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(folder.resolve("output")))
                    .isZero();
            byte[] arrived = server.received().get(0).content();
            assertThat(Arrays.equals(arrived, Files.readAllBytes(mail))).isTrue();
        }
    }

    private Path written() throws IOException {
        Path file = folder.resolve("large.eml");
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            out.write("From: ann@example.org\r\nTo: bob@example.net\r\nSubject: large\r\n\r\n");
            for (int i = 0; i < LINES; i++) {
                out.write("line " + (1_000_000 + i) + " of a mail that is much larger than what holds it it it it\r\n");
            }
        }
        assertThat(Files.size(file)).isGreaterThan(100_000_000);
        return file;
    }
}
