package dev.paloma.interop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the server has stored. */
final class Store {
    private final CopyReader reader;
    private final Listing listing;
    private final Set<Path> known = new HashSet<>();

    /** Where mails are. */
    @FunctionalInterface
    interface Listing {
        /** A file for each stored copy. */
        List<Path> paths() throws IOException, InterruptedException;
    }

    /** What is there already isn't of this run. */
    Store(Pattern trace, Listing listing) throws IOException, InterruptedException {
        this.reader = new CopyReader(trace);
        this.listing = listing;
        known.addAll(listing.paths());
    }

    /**
     * Copies that weren't there when this was asked before. A file that doesn't say whom it is for isn't stored yet, or
     * never will be: some servers write while they read, and then were cut off.
     */
    List<Copy> fresh() throws IOException, InterruptedException {
        List<Copy> copies = new ArrayList<>();
        for (Path path : listing.paths()) {
            Copy copy = known.contains(path) ? null : reader.read(path);
            if (copy != null) {
                known.add(path);
                copies.add(copy);
            }
        }
        return copies;
    }

    /** As the server's own shell function has it, which contract.sh exports. */
    static List<Path> delivered() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/bash", "-c", "delivered")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return out.lines()
                .filter(line -> !line.endsWith(".json"))
                .sorted()
                .map(Path::of)
                .toList();
    }
}
