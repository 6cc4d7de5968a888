package dev.paloma.interop.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of what came out on every server, as a page of Markdown. */
final class Page {
    private static final String HEAD = """
            # Paloma and real servers

            What Paloma does on each of these servers, started by `interop/run` on this machine's loopback. Every row that sends
            reads back what the server stored and holds it against what was sent, octet for octet.

            *ok*: done, and it came out as it must. *not offered*: the server can't, or isn't asked to. Other words say what this
            server does where it is free to choose. Rows without a way in are tried with STARTTLS where there is one, by LMTP
            with servers that have nothing else.

            `INTEROP_PAGE=write interop/run` writes this page; `interop/run` fails if it would be another one but for the
            versions.
            """;

    private final String text;

    private Page(List<Results> servers) {
        Map<String, String> rows = new LinkedHashMap<>();
        for (Results server : servers) {
            server.cells().keySet().forEach(row -> rows.put(row, line(row, servers)));
        }
        rows.values().removeIf(line -> line.matches("[^|]*\\|[^|]*(\\| not offered )*\\|"));
        text = HEAD + "\n| |"
                + servers.stream().map(server -> " " + server.server() + " |").collect(Collectors.joining())
                + "\n|---|" + "---|".repeat(servers.size()) + "\n"
                + String.join("\n", rows.values()) + "\n";
    }

    private static String line(String row, List<Results> servers) {
        return "| " + row + " |"
                + servers.stream()
                        .map(server -> " " + server.cells().getOrDefault(row, Results.NOT_OFFERED) + " |")
                        .collect(Collectors.joining());
    }

    /** Folder with a file for each server, the page, {@code check} or {@code write}. */
    public static void main(String[] args) throws IOException {
        List<Results> servers;
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            servers = files.sorted().map(Page::read).toList();
        }
        Page page = new Page(servers);
        Path file = Path.of(args[1]);
        if (args[2].equals("write")) {
            Files.writeString(file, page.text);
        } else if (!Files.exists(file)
                || !withoutVersions(Files.readString(file)).equals(withoutVersions(page.text))) {
            System.err.println("          write it: INTEROP_PAGE=write interop/run");
            System.exit(1);
        }
    }

    private static Results read(Path file) {
        try {
            return Results.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutVersions(String page) {
        return page.lines()
                .map(line -> line.startsWith("| |") ? line.replaceAll(" [0-9][^ |]*", " N") : line)
                .collect(Collectors.joining("\n"));
    }
}
