package dev.paloma.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The test methods of all modules that say which rows they show, as in {@code T7_A5_bccIsNeverOnTheWire}. */
final class NamedTests {
    private static final Pattern METHOD =
            Pattern.compile("\\bvoid ((?:(?:[TRAFS]\\d{1,2}|D\\d\\d)_)+)([a-zA-Z]\\w*)\\(");
    private static final Pattern ANNOTATION = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b");

    private NamedTests() {}

    /**
     * A test.
     *
     * @param name of the method
     * @param file its source
     */
    record Named(String name, Path file) {}

    /** By row, in the order of files and methods. */
    static Map<String, List<Named>> byRow() {
        Map<String, List<Named>> found = new TreeMap<>();
        for (Path file : sources()) {
            read(file, found);
        }
        return found;
    }

    private static List<Path> sources() {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Guide.root())) {
            for (Path module : modules.sorted().toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .sorted()
                                .forEach(sources::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static void read(Path file, Map<String, List<Named>> found) {
        String text = String.join("\n", Guide.lines(file));
        Matcher method = METHOD.matcher(text);
        while (method.find()) {
            if (isTest(text, method.start())) {
                Named test = new Named(method.group(1) + method.group(2), file);
                for (String row : method.group(1).split("_")) {
                    found.computeIfAbsent(row, none -> new ArrayList<>()).add(test);
                }
            }
        }
    }

    /** Whether an annotation says so between the end of the method before and here. */
    private static boolean isTest(String text, int method) {
        int before = Math.max(0, text.lastIndexOf("\n    }\n", method));
        return ANNOTATION.matcher(text.substring(before, method)).find();
    }
}
