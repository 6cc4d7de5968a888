package dev.paloma.bench;

import dev.paloma.testkit.TestAuthority;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What every run needs: sinks, delays, programs, files. */
final class Lab implements AutoCloseable {
    private static final String SECRET = "password";

    private final Path root;
    private final boolean brief;
    private final Path folder = Files.createTempDirectory("paloma-bench");
    private final String classPath;
    private final OwnSink ownSink;
    private @Nullable PostfixSink postfixSink;
    private final Map<Integer, DelayingProxy> distant = new HashMap<>();

    /**
     * @param root the project's folder
     * @param brief whether counts are wanted and no figures
     */
    Lab(Path root, boolean brief) throws IOException, GeneralSecurityException {
        this.root = root;
        this.brief = brief;
        classPath = System.getProperty("java.class.path");
        ownSink = new OwnSink(java(), classPath);
        TestAuthority.pemFile(folder);
        try (OutputStream out = Files.newOutputStream(trustStore())) {
            TestAuthority.trustStore().store(out, SECRET.toCharArray());
        }
    }

    Path root() {
        return root;
    }

    boolean brief() {
        return brief;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The Java that {@code bench/run} found for virtual threads. */
    static Optional<String> newerJava() {
        return Optional.ofNullable(System.getenv("BENCH_NEWER_JAVA")).filter(java -> !java.isEmpty());
    }

    /** A program of this name, also where only administrators look. */
    static Optional<String> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** The class path of this project, or of one of {@code bench/peers} if that has been built. */
    Optional<String> classPath(String peer) throws IOException {
        if (peer.isEmpty()) {
            return Optional.of(classPath);
        }
        Path built = root.resolve("bench/peers").resolve(peer).resolve("target");
        Path file = built.resolve("classpath");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(String.join(
                File.pathSeparator,
                root.resolve("bench/target/classes").toString(),
                built.resolve("classes").toString(),
                Files.readString(file)));
    }

    Sink sink(boolean postfix) throws IOException {
        if (!postfix) {
            return ownSink;
        }
        if (postfixSink == null) {
            postfixSink = new PostfixSink(program("smtp-sink").orElseThrow(), folder);
        }
        return postfixSink;
    }

    /** Drops what the sinks have counted. */
    void forget() throws IOException {
        ownSink.take();
        if (postfixSink != null) {
            postfixSink.take();
        }
    }

    /** A port behind which the server is so far away. */
    int distant(int port, Duration roundTrip) throws IOException {
        if (roundTrip.isZero()) {
            return port;
        }
        DelayingProxy proxy = distant.get(port);
        if (proxy == null) {
            proxy = new DelayingProxy(port, roundTrip.dividedBy(2));
            distant.put(port, proxy);
        }
        return proxy.port();
    }

    /** The JVM's settings by which other clients trust the sink's certificate. */
    List<String> trust() {
        return List.of("-Djavax.net.ssl.trustStore=" + trustStore(), "-Djavax.net.ssl.trustStorePassword=" + SECRET);
    }

    private Path trustStore() {
        return folder.resolve("authority.p12");
    }

    Path authority() {
        return folder.resolve("authority.pem");
    }

    long hugeOctets() {
        return (brief ? 16L : 1024L) * 1024 * 1024;
    }

    /** What {@link Letter#HUGE} has attached. */
    Path hugeFile() throws IOException {
        Path file = folder.resolve(Letter.FILE_NAME);
        if (!Files.exists(file)) {
            byte[] block = new byte[1024 * 1024];
            Random random = new Random(1);
            try (OutputStream out = Files.newOutputStream(file)) {
                for (long left = hugeOctets(); left > 0; left -= block.length) {
                    random.nextBytes(block);
                    out.write(block);
                }
            }
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        ownSink.close();
        if (postfixSink != null) {
            postfixSink.close();
        }
        for (DelayingProxy proxy : distant.values()) {
            proxy.close();
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(files::add);
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
