package dev.paloma;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A small shell script in the place of the sendmail program, in a folder where it leaves what it got. */
final class FakeProgram {
    /** Keeps arguments and input. */
    static final String KEEP = "for a; do printf '%s\\n' \"$a\"; done > arguments; cat > mail";

    private final Path folder;
    final Path file;

    FakeProgram(Path folder, String script) throws IOException {
        this.folder = folder;
        file = folder.resolve("sendmail");
        Files.writeString(file, "#!/bin/sh\ncd '" + folder + "' || exit 72\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    String url() {
        return "sendmail:" + file;
    }

    List<String> arguments() throws IOException {
        return Files.readAllLines(folder.resolve("arguments"));
    }

    String mail() throws IOException {
        return new String(octets(), UTF_8);
    }

    byte[] octets() throws IOException {
        return Files.readAllBytes(folder.resolve("mail"));
    }

    boolean left(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** Waits until the script has made this file. */
    void awaitFile(String name) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!left(name)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the program never made " + name);
            }
            Thread.sleep(5);
        }
    }

    /** Whether the process with the id in this file is gone, or goes very soon. */
    boolean isGone(String name) throws IOException, InterruptedException {
        long id = Long.parseLong(Files.readString(folder.resolve(name)).strip());
        for (int i = 0; i < 400; i++) {
            if (ProcessHandle.of(id).map(ProcessHandle::isAlive).orElse(false)) {
                Thread.sleep(5);
            } else {
                return true;
            }
        }
        return false;
    }
}
