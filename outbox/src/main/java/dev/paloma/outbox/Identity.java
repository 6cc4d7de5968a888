package dev.paloma.outbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Who a worker's process is, so that others on the same machine see at once that it isn't there any more.
 *
 * @param name for people: host and process id
 * @param place the machine since its last start, and the process's name space; empty where that can't be told
 * @param pid its number there
 * @param pidStarted when it started, in milliseconds; 0 if unknown
 */
record Identity(String name, String place, long pid, long pidStarted) {
    static Identity own() {
        ProcessHandle me = ProcessHandle.current();
        return new Identity(host() + "/" + me.pid(), ownPlace(), me.pid(), started(me));
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

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Whether it certainly runs no more, as far as this process can tell. */
    boolean isGone() {
        if (place.isEmpty() || !place.equals(ownPlace())) {
            return false;
        }
        return ProcessHandle.of(pid)
                .map(process -> pidStarted != 0 && started(process) != 0 && started(process) != pidStarted)
                .orElse(true);
    }
}
