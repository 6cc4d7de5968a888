package dev.paloma;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaildirTest {
    private static final Maildir.Writer HELLO = out -> out.write("Subject: hi\r\n\r\nhello\r\n".getBytes(UTF_8));

    @TempDir
    Path folder;

    @Test
    void keepsTheOctetsAsTheyWereWritten() throws IOException {
        byte[] octets = new byte[300_000];
        new Random(7).nextBytes(octets);
        Path file = Maildir.at(folder.resolve("box")).deliver(out -> out.write(octets));
        assertThat(file.getParent()).isEqualTo(folder.resolve("box/new"));
        assertThat(file).hasBinaryContent(octets);
        assertThat(files("box/tmp")).isEmpty();
    }

    @Test
    void putsTraceLinesBeforeTheMail() throws IOException {
        List<String> trace = List.of("Return-Path: <ä@example.org>", "Delivered-To: bob@example.net");
        Path file = Maildir.at(folder).deliver(trace, HELLO);
        assertThat(Files.readString(file)).isEqualTo(String.join("\r\n", trace) + "\r\nSubject: hi\r\n\r\nhello\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A: b\r\nC: d", "A: b\n", "A: b\0", "A: \u0085", "A: \u2028", "A: \u007F"})
    void refusesTraceLineThatIsNotOneLine(String line) throws IOException {
        Maildir maildir = Maildir.at(folder);
        assertThatThrownBy(() -> maildir.deliver(List.of(line), HELLO)).isInstanceOf(IllegalArgumentException.class);
        assertNothingStored();
    }

    @Test
    void makesPrivateFoldersAndFiles() throws IOException {
        Path file = Maildir.at(folder.resolve("a/b")).deliver(HELLO);
        for (String made : List.of("a", "a/b", "a/b/tmp", "a/b/new", "a/b/cur")) {
            assertThat(mode(folder.resolve(made))).isEqualTo("rwx------");
        }
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void takesAnExistingMaildir() throws IOException {
        Path first = Maildir.at(folder).deliver(HELLO);
        Path second = Maildir.at(folder).deliver(HELLO);
        assertThat(files("new")).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void namesTheFolderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "x");
        assertThatThrownBy(() -> Maildir.at(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageStartingWith("can't make folder");
    }

    @Test
    void namesTheFileThatCannotBeCreated() throws IOException {
        Maildir maildir = Maildir.at(folder);
        Files.delete(folder.resolve("tmp"));
        assertThatThrownBy(() -> maildir.deliver(HELLO))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("can't create " + folder.resolve("tmp"))
                .hasMessageEndingWith(": no such file or folder");
        assertThat(files("new")).isEmpty();
    }

    @Test
    void leavesNothingWhereTheRenameFails() throws IOException {
        Maildir maildir = Maildir.at(folder);
        Files.delete(folder.resolve("new"));
        assertThatThrownBy(() -> maildir.deliver(HELLO))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("can't rename ")
                .hasMessageContaining(folder.resolve("new").toString());
        assertThat(files("tmp")).isEmpty();
    }

    @Test
    void leavesNothingWhereTheFileCannotBeForcedToDisk() throws IOException {
        Maildir maildir = Maildir.at(folder, new FailingStorage(1));
        assertThatThrownBy(() -> maildir.deliver(HELLO))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("can't force to disk " + folder.resolve("tmp"))
                .hasMessageEndingWith(": Input/output error");
        assertNothingStored();
    }

    @Test
    void leavesNothingWhereTheNewNameCannotBeForcedToDisk() throws IOException {
        Maildir maildir = Maildir.at(folder, new FailingStorage(2));
        assertThatThrownBy(() -> maildir.deliver(HELLO))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("can't force to disk " + folder.resolve("new"));
        assertNothingStored();
    }

    @Test
    void passesTheWritersOwnFaultOnAndLeavesNothing() throws IOException {
        Maildir maildir = Maildir.at(folder);
        IOException fault = new IOException("the attachment vanished");
        assertThatThrownBy(() -> maildir.deliver(out -> {
                    out.write(new byte[200_000]);
                    throw fault;
                }))
                .isSameAs(fault);
        assertThatThrownBy(() -> maildir.deliver(out -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertNothingStored();
    }

    @Test
    void contentThatThrowsIsReportedAsContentAndLeavesNothing() throws IOException {
        try (Mailer mailer =
                Mailer.builder().server(Server.parse("maildir:" + folder)).build()) {
            Written content = new Written(sink -> {
                Written.octets(sink, 20_000);
                throw new IllegalStateException("a bug in somebody's content");
            });
            assertThatThrownBy(() -> mailer.send(content))
                    .isInstanceOfSatisfying(
                            SendException.class, e -> assertThat(e.kind()).isEqualTo(SendException.Kind.CONTENT));
        }
        assertNothingStored();
    }

    @Test
    void outlivesAWriterThatClosesItsStream() throws IOException {
        Path file = Maildir.at(folder).deliver(List.of("A: b"), OutputStream::close);
        assertThat(Files.readString(file)).isEqualTo("A: b\r\n");
    }

    @Test
    void deliversFromEightThreadsAtOnce() throws Exception {
        int threads = 8;
        int each = 25;
        Maildir maildir = Maildir.at(folder);
        Set<Path> delivered = ConcurrentHashMap.newKeySet();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String text = "thread " + t + "\r\n";
                tasks.add(executor.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        delivered.add(maildir.deliver(out -> out.write(text.getBytes(UTF_8))));
                    }
                    return null;
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(delivered).hasSize(threads * each);
        assertThat(files("new")).containsExactlyInAnyOrderElementsOf(delivered);
        assertThat(delivered).allSatisfy(f -> assertThat(f).content().startsWith("thread "));
        assertThat(files("tmp")).isEmpty();
    }

    @Test
    void namesFilesByTimeProcessCounterChanceAndHost() throws IOException {
        Path file = Maildir.at(folder).deliver(HELLO);
        assertThat(file.getFileName().toString())
                .matches("[0-9]{10}\\.P" + ProcessHandle.current().pid() + "Q1R[0-9a-f]{16}\\.[A-Za-z0-9._-]{1,64}");
    }

    @Test
    void keepsOddHostNamesOutOfPaths() {
        assertThat(MaildirNames.safe("../a/b:2,S")).isEqualTo(".._a_b_2_S");
        assertThat(MaildirNames.safe("")).isEqualTo("localhost");
        assertThat(MaildirNames.safe("h".repeat(300))).hasSize(64);
    }

    private void assertNothingStored() throws IOException {
        assertThat(files("tmp")).isEmpty();
        assertThat(files("new")).isEmpty();
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(name))) {
            return all.toList();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** A disk whose n-th force to disk fails, once the folders are there. */
    private static final class FailingStorage extends Storage {
        private static final int FORCES_FOR_FOLDERS = 3;

        private final AtomicInteger calls = new AtomicInteger(-FORCES_FOR_FOLDERS);
        private final int failing;

        FailingStorage(int failing) {
            this.failing = failing;
        }

        @Override
        void force(FileChannel channel) throws IOException {
            if (calls.incrementAndGet() == failing) {
                throw new IOException("Input/output error");
            }
            super.force(channel);
        }
    }
}
