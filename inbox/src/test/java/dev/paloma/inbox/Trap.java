package dev.paloma.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An inbox on a free port, what it caught, and a check that closing it leaves nothing behind. */
final class Trap implements AutoCloseable {
    private final Inbox inbox;
    private final List<CaughtMail> caught = new CopyOnWriteArrayList<>();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();

    Trap(Path folder) throws IOException {
        this(folder, builder -> builder);
    }

    Trap(Path folder, UnaryOperator<Inbox.Builder> settings) throws IOException {
        Inbox.Builder builder =
                Inbox.builder().port(0).maildir(folder).onMail(caught::add).onError(faults::add);
        inbox = settings.apply(builder).start();
    }

    Inbox inbox() {
        return inbox;
    }

    List<CaughtMail> caught() {
        return caught;
    }

    List<Throwable> faults() {
        return faults;
    }

    /** The content of the n-th mail, from 0. */
    String content(int n) throws IOException {
        try (InputStream in = caught.get(n).content()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    List<Path> files(String folder) throws IOException {
        try (Stream<Path> all = Files.list(inbox.maildir().resolve(folder))) {
            return all.toList();
        }
    }

    @Override
    public void close() {
        inbox.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("paloma-inbox"));
    }
}
