package dev.paloma.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole process from its start to its end: {@code ./paloma send}, or a JVM with the same class path and nothing to do.
 */
record Startup(String name, boolean paloma) implements Contender {
    private static final int TIMES = 5;

    /** Nothing to do. */
    static final class Nothing {
        private Nothing() {}

        public static void main(String[] arguments) {
            // the start of the JVM is what is measured
        }
    }

    @Override
    public Optional<String> missing(Lab lab) throws IOException {
        return classPath(lab).isEmpty() ? Optional.of("./paloma isn't built") : Optional.empty();
    }

    /** What the command's own launcher gives to the JVM. */
    private static String classPath(Lab lab) throws IOException {
        Path target = lab.root().resolve("cli/target");
        if (!Files.isDirectory(target)) {
            return "";
        }
        try (Stream<Path> files =
                Files.find(target, 3, (path, kind) -> path.toString().matches(".*/lib/[^/]+\\.jar"))) {
            return String.join(
                    File.pathSeparator, files.map(Path::toString).sorted().toList());
        }
    }

    @Override
    public Measurement run(Lab lab) throws IOException, InterruptedException {
        List<String> command = paloma ? send(lab) : nothing(lab);
        double[] millis = new double[lab.brief() ? 1 : TIMES];
        for (int i = 0; i < millis.length; i++) {
            long began = System.nanoTime();
            Output.of(lab.root(), command);
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        long counted = Course.NEAR.sink(lab).take().messages();
        if (counted != (paloma ? millis.length : 0)) {
            throw new IOException(counted + " mails counted");
        }
        Arrays.sort(millis);
        return new Measurement(counted, Map.of(Figure.MILLIS, millis[millis.length / 2]));
    }

    private static List<String> send(Lab lab) throws IOException {
        return List.of(
                "./paloma",
                "send",
                "--server",
                "smtp://localhost:" + Course.NEAR.port(lab),
                "--from",
                Letter.SENDER,
                "--to",
                Letter.SMALL.recipients().get(0),
                "--subject",
                Letter.SUBJECT,
                "--text",
                "Hello");
    }

    private static List<String> nothing(Lab lab) throws IOException {
        String own = lab.root().resolve("bench/target/classes").toString();
        String classes = classPath(lab) + File.pathSeparator + own;
        return List.of(Lab.java(), "-cp", classes, Nothing.class.getName());
    }
}
