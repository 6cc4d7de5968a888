package dev.paloma.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

/** Where and what was measured; no names of hosts or folders. */
final class Machine {
    private Machine() {}

    static String title(Path root) throws InterruptedException {
        return "Measured on " + today() + ", commit " + commit(root);
    }

    /**
     * @param picked scenarios, if it isn't all of them
     */
    static String fileName(Path root, Collection<String> picked) throws InterruptedException {
        String part = picked.isEmpty() ? "" : "-" + String.join("-", picked);
        return today() + "-" + commit(root) + part + ".md";
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static String commit(Path root) throws InterruptedException {
        try {
            String commit = Output.of(root, List.of("git", "rev-parse", "--short", "HEAD"));
            String changes = Output.of(root, List.of("git", "status", "--porcelain", "--untracked-files=no"));
            return commit.strip() + (changes.isBlank() ? "" : "-changed");
        } catch (IOException e) {
            return "unknown"; // not from a repository
        }
    }

    static String description() throws IOException {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " CPUs" + model() + ", JDK "
                + System.getProperty("java.version") + ", load " + Figure.text(load())
                + " before it began. Medians of five rounds, the clients by turns.";
    }

    /** Programs that wanted to run in the last minute: figures of a busy machine say little. */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String model() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return "";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                .orElse("");
    }
}
