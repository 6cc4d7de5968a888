package dev.paloma.outbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Who a worker's process is, so that others on the same machine see at once that it isn't there any more.
 *
 * @param name for people: host and process id
 * @param place the machine since its last start, and the process's name space; empty where that can't be told
 * @param pid its number there
 * @param pidStarted when it started, in ticks since the machine did, which no setting of a clock changes; 0 if unknown
 */
record Identity(String name, String place, long pid, long pidStarted) {
    private static final long UNKNOWN = 0;
    private static final long GONE = -1;
    /** Of what stands behind the name in /proc/PID/stat; see proc(5), field 22. */
    private static final int START = 19;

    static Identity own() {
        long pid = ProcessHandle.current().pid();
        return new Identity(host() + "/" + pid, ownPlace(), pid, started(pid));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Two containers may have the same host name and the same process ids: the name space tells them apart. */
    private static String ownPlace() {
        try {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            return ""; // not Linux
        }
    }

    private static long started(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START]);
        } catch (NoSuchFileException e) {
            return Files.exists(Path.of("/proc/1")) ? GONE : UNKNOWN; // other users' processes may be hidden
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }

    /** Whether it certainly runs no more, as far as this process can tell. */
    boolean isGone() {
        if (place.isEmpty() || !place.equals(ownPlace())) {
            return false;
        }
        long started = started(pid);
        return started == GONE || (started != UNKNOWN && pidStarted != UNKNOWN && started != pidStarted);
    }
}
