package dev.paloma.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What stands in the sources between the markers {@code <example NAME>} and {@code </example>}. */
final class Snippets {
    private static final String BEGIN = "// <example ";
    private static final String END = "// </example>";

    private Snippets() {}

    /** By {@code Class#name}; the indentation they have in common is taken off. */
    static Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        Path examples = Path.of("dev", "paloma", "examples");
        Path spring = Path.of("dev", "paloma", "example", "spring");
        List<Path> folders = List.of(
                Path.of("src/main/java").resolve(examples),
                Path.of("src/test/java").resolve(examples),
                Path.of("spring/src/main/java").resolve(spring),
                Path.of("spring/src/test/java").resolve(spring));
        for (Path sources : folders) {
            try (Stream<Path> files = Files.list(sources)) {
                files.sorted().forEach(file -> read(file, all));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static void read(Path file, Map<String, String> all) {
        String type = file.getFileName().toString().replace(".java", "");
        List<String> inside = null;
        String name = "";
        for (String line : Guide.lines(file)) {
            String trimmed = line.trim();
            if (trimmed.startsWith(BEGIN) && trimmed.endsWith(">")) {
                name = type + "#" + trimmed.substring(BEGIN.length(), trimmed.length() - 1);
                if (inside != null) {
                    throw new AssertionError(name + " begins inside another example");
                }
                inside = new ArrayList<>();
            } else if (trimmed.equals(END)) {
                if (inside == null || all.put(name, outdented(inside)) != null) {
                    throw new AssertionError(inside == null ? type + ": " + END + " ends nothing" : name + " twice");
                }
                inside = null;
            } else if (inside != null) {
                inside.add(line);
            }
        }
        if (inside != null) {
            throw new AssertionError(name + " has no end: " + END);
        }
    }

    private static String outdented(List<String> lines) {
        int common = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        List<String> moved = new ArrayList<>();
        for (String line : lines) {
            moved.add(line.isBlank() ? "" : line.substring(common));
        }
        return String.join("\n", moved);
    }
}
