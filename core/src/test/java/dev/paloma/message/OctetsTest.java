package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OctetsTest {
    @TempDir
    Path directory;

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }

    private static byte[] read(Octets octets) throws IOException {
        try (InputStream in = octets.open()) {
            return in.readAllBytes();
        }
    }

    @Test
    void copiesTheCallersArray() throws IOException {
        byte[] given = {1, 2, 3};
        Octets octets = Octets.of(given);
        given[0] = 9;
        assertThat(read(octets)).containsExactly(1, 2, 3);
    }

    @Test
    void spoolsAStreamOfAnySizeAndReadsItAgain() throws IOException {
        for (int size : new int[] {0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_001}) {
            byte[] given = random(size);
            Octets octets = Octets.spool(new ByteArrayInputStream(given));
            assertThat(octets.size()).isEqualTo(size);
            assertThat(read(octets)).isEqualTo(given);
            assertThat(read(octets)).isEqualTo(given);
        }
    }

    @Test
    void leavesTheCallersStreamOpen() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream in = new ByteArrayInputStream(random(10)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        Octets.spool(in);
        assertThat(closed[0]).isFalse();
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void leavesNoSpoolFileBehind() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Octets octets = Octets.spool(new ByteArrayInputStream(random(2_000_000)));
        try (var files = Files.list(temporary)) {
            assertThat(files.filter(f -> f.getFileName().toString().matches("paloma.*\\.spool")))
                    .isEmpty();
        }
        assertThat(octets.size()).isEqualTo(2_000_000);
    }

    @Test
    void survivesTheInterruptionOfAReader() throws IOException {
        byte[] given = random(2_000_000);
        Octets octets = Octets.spool(new ByteArrayInputStream(given));
        Thread.currentThread().interrupt();
        try {
            assertThat(read(octets)).isEqualTo(given);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(read(octets)).isEqualTo(given);
    }

    @Test
    void canBeReadByTwoThreadsAtOnce() throws Exception {
        byte[] given = random(4_000_000);
        Octets octets = Octets.spool(new ByteArrayInputStream(given));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<byte[]> one = threads.submit(() -> read(octets));
            Future<byte[]> two = threads.submit(() -> read(octets));
            assertThat(one.get()).isEqualTo(given);
            assertThat(two.get()).isEqualTo(given);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesAFileThatIsNotThereAtOnce() {
        assertThatThrownBy(() -> Octets.of(directory.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Octets.of(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("directory");
    }

    @Test
    void tellsThatAFileVanished() throws IOException {
        Path file = Files.write(directory.resolve("f"), random(10));
        Octets octets = Octets.of(file);
        Files.delete(file);
        assertThatThrownBy(octets::open).isInstanceOf(ContentException.class).hasMessageContaining("vanished");
    }

    @Test
    void tellsThatAFileChangedThoughItsSizeDidNot() throws IOException {
        Path file = Files.write(directory.resolve("f"), random(10));
        Octets octets = Octets.of(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        assertThatThrownBy(octets::open).isInstanceOf(ContentException.class).hasMessageContaining("changed");
    }

    @Test
    void tellsThatAFileChangedWhileItWasRead() throws IOException {
        Path file = Files.write(directory.resolve("f"), random(100));
        Octets octets = Octets.of(file);
        try (InputStream in = octets.open()) {
            assertThat(in.readNBytes(50)).hasSize(50);
            Files.write(file, random(200));
            assertThatThrownBy(in::readAllBytes).isInstanceOf(ContentException.class);
        }
    }

    @Test
    void tellsThatAFileWasCutWhileItWasRead() throws IOException {
        Path file = Files.write(directory.resolve("f"), random(100));
        Octets octets = Octets.of(file);
        try (InputStream in = octets.open()) {
            Files.write(file, new byte[0]);
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(ContentException.class)
                    .hasMessageContaining("shorter");
        }
    }

    @Test
    void readsAPipeOnceAndKeepsIt(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, "from a pipe");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.start();
        Octets octets = Octets.of(pipe);
        writer.join();
        for (int i = 0; i < 2; i++) {
            try (InputStream in = octets.open()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("from a pipe");
            }
        }
    }
}
