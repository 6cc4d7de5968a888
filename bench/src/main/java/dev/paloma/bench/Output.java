package dev.paloma.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a program printed before it ended well. */
final class Output {
    private static final int MOST_MINUTES = 5;

    private Output() {}

    /**
     * @throws IOException if it doesn't end, or not well: with what it said
     */
    static String of(Path folder, List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("paloma-bench", null);
        Path output = Files.createTempFile("paloma-bench", null);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            if (process.exitValue() != 0) {
                throw new IOException((ended ? "" : "after " + MOST_MINUTES + " minutes: ")
                        + Files.readString(errors)
                        + Files.readString(output));
            }
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        } finally {
            Files.delete(errors);
            Files.delete(output);
        }
    }
}
