package dev.paloma.interop.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of what came out on every server, as a page of Markdown. */
final class Page {
    private static final String HEAD = """
            # Paloma and real servers

            What Paloma does with each of these servers, run on loopback by `interop/run`. Whatever was sent is read back from
            the server's store and compared with what Paloma wrote, to the octet; only trace fields at the top and line ends
            may differ. Then the server's own log is searched for complaints.

            *ok*: done, and it came out as it must. *not offered*: this server can't, or wasn't set up to. Other words say what
            a server does where it may choose. A row that names no way in was tried with STARTTLS, or by LMTP with a server that
            has nothing else.

            `INTEROP_PAGE=write interop/run` writes this page; `interop/run` fails where it would be another but for the
            versions.
            """;

    private final String text;

    private Page(List<Results> servers) {
        Set<String> rows = new LinkedHashSet<>();
        servers.forEach(server -> rows.addAll(server.cells().keySet()));
        StringBuilder page = new StringBuilder(HEAD).append("\n| |");
        servers.forEach(server -> page.append(' ').append(server.server()).append(" |"));
        page.append("\n|---|").append("---|".repeat(servers.size())).append('\n');
        for (String row : rows) {
            List<String> cells = servers.stream()
                    .map(server -> server.cells().getOrDefault(row, Results.NOT_OFFERED))
                    .toList();
            if (!cells.stream().allMatch(Results.NOT_OFFERED::equals)) {
                page.append("| ")
                        .append(row)
                        .append(" | ")
                        .append(String.join(" | ", cells))
                        .append(" |\n");
            }
        }
        text = page.toString();
    }

    /** Folder with a file for each server, the page, {@code check} or {@code write}. */
    public static void main(String[] args) throws IOException {
        Page page = of(Path.of(args[0]));
        Path file = Path.of(args[1]);
        if (page.text.contains("| " + Results.FAILED + " |")) {
            System.err.println("          a row failed: no page for that");
            System.exit(1);
        } else if (args[2].equals("write")) {
            page.write(file);
        } else if (!page.isAt(file)) {
            System.err.println("          write it: INTEROP_PAGE=write interop/run");
            System.exit(1);
        }
    }

    static Page of(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted().toList();
        }
        List<Results> servers = new ArrayList<>();
        for (Path file : files) {
            servers.add(Results.read(file));
        }
        return new Page(servers);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, text);
    }

    /** But for the versions. */
    boolean isAt(Path file) throws IOException {
        return Files.exists(file) && withoutVersions(Files.readString(file)).equals(withoutVersions(text));
    }

    private static String withoutVersions(String page) {
        return page.lines()
                .map(line -> line.startsWith("| |") ? line.replaceAll(" [0-9][^ |]*", " N") : line)
                .collect(Collectors.joining("\n"));
    }
}
