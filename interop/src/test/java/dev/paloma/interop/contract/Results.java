package dev.paloma.interop.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came out on one server, kept in a file: its name with the version, then row and cell in turn.
 *
 * @param server name and version
 * @param cells by row
 */
record Results(String server, Map<String, String> cells) {
    static final String OK = "ok";
    static final String NOT_OFFERED = "not offered";
    static final String FAILED = "FAILED";

    static void write(Path file, String server, Map<String, String> cells) throws IOException {
        List<String> lines = new ArrayList<>(List.of(server));
        cells.forEach((row, cell) -> {
            lines.add(row);
            lines.add(cell);
        });
        Files.write(file, lines);
    }

    static Results read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 1; i + 1 < lines.size(); i += 2) {
            cells.put(lines.get(i), lines.get(i + 1));
        }
        return new Results(lines.get(0), cells);
    }
}
