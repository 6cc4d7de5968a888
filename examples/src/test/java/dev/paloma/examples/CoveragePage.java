package dev.paloma.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A page in {@code docs} that lists rows, and for each the tests whose names begin with it.
 *
 * @param file its name
 * @param head what stands above the tables
 * @param sections headings, and under each the rows' ids with what they are
 */
record CoveragePage(String file, String head, Map<String, Map<String, String>> sections) {
    /** Rows from lines: an id, a space, what it is. */
    static Map<String, String> rows(String lines) {
        Map<String, String> rows = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            int space = line.indexOf(' ');
            rows.put(line.substring(0, space), line.substring(space + 1));
        });
        return rows;
    }

    /** Rows that no test names. */
    Set<String> bare() {
        Set<String> bare = ids();
        bare.removeAll(NamedTests.byRow().keySet());
        return bare;
    }

    Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        sections.values().forEach(rows -> ids.addAll(rows.keySet()));
        return ids;
    }

    /** Whether it is as the tests are named now. */
    boolean isUpToDate() throws IOException {
        return Files.exists(path()) && Files.readString(path()).equals(text());
    }

    void write() {
        try {
            Files.writeString(path(), text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path() {
        return Guide.root().resolve("docs").resolve(file);
    }

    private String text() {
        Map<String, List<NamedTests.Named>> tests = NamedTests.byRow();
        StringBuilder page = new StringBuilder(head);
        sections.forEach((heading, rows) -> {
            page.append("\n## ").append(heading).append("\n\n| row | what | tests |\n|---|---|---|\n");
            rows.forEach((id, what) -> {
                List<String> links = tests.getOrDefault(id, List.of()).stream()
                        .map(CoveragePage::link)
                        .toList();
                page.append("| %s | %s | %s |\n".formatted(id, what, String.join("<br>", links)));
            });
        });
        return page.toString();
    }

    private static String link(NamedTests.Named test) {
        String path = Guide.root().relativize(test.file()).toString().replace('\\', '/');
        return "[`%s`](../%s)".formatted(test.name(), path);
    }
}
