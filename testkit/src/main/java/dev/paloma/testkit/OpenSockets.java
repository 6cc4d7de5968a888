package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The TCP sockets this process holds, read from Linux's {@code /proc}. */
final class OpenSockets {
    private static final Path SELF = Path.of("/proc/self");
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private OpenSockets() {}

    /** Each socket's inode and its two ends; empty where there is no {@code /proc}. */
    static Map<String, String> list() {
        Map<String, String> sockets = new TreeMap<>();
        if (Files.isDirectory(SELF.resolve("fd"))) {
            Set<String> own = ownInodes();
            collect("tcp", own, sockets);
            collect("tcp6", own, sockets);
        }
        return sockets;
    }

    private static Set<String> ownInodes() {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(SELF.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the open files can't be listed", e);
        }
        return inodes;
    }

    /** Where it points; one that was closed meanwhile, as the listing itself, points nowhere. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static void collect(String table, Set<String> own, Map<String, String> into) {
        for (String line : lines(SELF.resolve("net").resolve(table))) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length > INODE && own.contains(fields[INODE])) {
                into.put(fields[INODE], port(fields[LOCAL]) + " -> " + port(fields[REMOTE]));
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, US_ASCII);
        } catch (IOException e) {
            return List.of(); // no IPv6 here
        }
    }

    private static String port(String address) {
        String port = address.substring(address.lastIndexOf(':') + 1);
        return port.equals("0000") ? "nobody" : "port " + Integer.parseInt(port, 16);
    }
}
