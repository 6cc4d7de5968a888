package dev.paloma.interop.seeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A sendmail program that keeps its arguments and its input, and ends as it is told. */
final class FakeSendmail {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;

    /** Ending: what the shell is to do last, such as {@code exit 75}. */
    FakeSendmail(Path folder, String ending) throws IOException {
        this.folder = Files.createDirectories(folder);
        for (String left : List.of("arguments", "content", "done")) {
            Files.deleteIfExists(folder.resolve(left));
        }
        Path program = folder.resolve("sendmail");
        String script = """
                #!/bin/sh
                trap '' PIPE # Racket doesn't listen to what it says
                cd "${0%/*}"
                printf '%s\\n' "$@" >arguments
                cat >content
                echo "it said so" >&2
                : >done
                """;
        Files.writeString(program, script + ending + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The folder it is in, under the name sendmail. */
    Path folder() {
        return folder;
    }

    /** What it was given, once it is done; a client needn't wait for that. */
    Map<String, String> facts(Scenario scenario) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(folder.resolve("done")) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("arguments", Facts.shown(String.join(" ", Files.readAllLines(folder.resolve("arguments"), UTF_8))));
        byte[] content = new String(Files.readAllBytes(folder.resolve("content")), UTF_8)
                .replaceAll("\r?\n", "\r\n")
                .getBytes(UTF_8);
        Arrived arrived = new Arrived(content);
        facts.put("header", Facts.shown(String.join("; ", arrived.fields(new TreeSet<>()))));
        facts.put("body", Facts.body(scenario, arrived.text()));
        return facts;
    }
}
