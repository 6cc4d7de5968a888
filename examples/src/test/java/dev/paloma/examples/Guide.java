package dev.paloma.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The pages that show examples, and their fenced blocks. */
final class Guide {
    private static final String FENCE = "```";

    private Guide() {}

    /**
     * A fenced block.
     *
     * @param page its file
     * @param line of the opening fence, counted from 1
     * @param language what stands behind the fence
     * @param mark what the HTML comment on the line before says; empty where there is none
     * @param lines what is between the fences
     */
    record Block(Path page, int line, String language, String mark, List<String> lines) {
        String place() {
            return page.getFileName() + ":" + line;
        }

        String text() {
            return String.join("\n", lines);
        }
    }

    /** The project's folder; the build runs tests in the module's. */
    static Path root() {
        return Path.of("..");
    }

    /** README, that of the Spring example, the guide, and the pages for those who come from another library. */
    static List<Path> pages() {
        List<Path> pages = new ArrayList<>(List.of(
                root().resolve("README.md"),
                root().resolve("examples").resolve("spring").resolve("README.md")));
        for (String folder : List.of("guide", "coming-from")) {
            try (Stream<Path> files = Files.list(root().resolve("docs").resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pages;
    }

    static List<Block> blocks(Path page) {
        List<String> lines = lines(page);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).equals(FENCE)) {
                    end++;
                }
                if (end == lines.size()) {
                    throw new AssertionError(page.getFileName() + ":" + (i + 1) + " is never closed");
                }
                String language = lines.get(i).substring(FENCE.length()).trim();
                String mark = i == 0 ? "" : comment(lines.get(i - 1));
                blocks.add(new Block(page, i + 1, language, mark, List.copyOf(lines.subList(i + 1, end))));
                i = end;
            }
        }
        return blocks;
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String comment(String line) {
        boolean is = line.startsWith("<!--") && line.endsWith("-->") && line.length() >= 7;
        return is ? line.substring(4, line.length() - 3).trim() : "";
    }
}
