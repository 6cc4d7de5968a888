package dev.paloma.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The file of servers: {@code NAME = URL} on each line, which may hold passwords and so must be its owner's alone. */
final class NamedServers {
    private static final int LARGEST = 1 << 20;
    /** Anything else may be a URL in the wrong place, with a password in it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;

    NamedServers(Path file) {
        this.file = file;
    }

    /**
     * @throws Trouble if the file can't be used, or doesn't have it
     */
    String find(String name) {
        String found = look(name);
        if (found == null) {
            throw Trouble.configuration(
                    isName(name)
                            ? "no server named '" + name + "' in " + file + ": add a line " + name + " = smtp://…"
                            : "what stands after the @ isn't a name in " + file + "; a URL has no @ in front",
                    null);
        }
        return found;
    }

    /**
     * The same; null where there is no file, or the name isn't in it.
     *
     * @throws Trouble if the file can't be used
     */
    @Nullable
    String findIfThere(String name) {
        return Files.exists(file) ? look(name) : null;
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private @Nullable String look(String name) {
        List<String> lines;
        try {
            refuseIfOthersMayReadIt();
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            String who = isName(name) ? "@" + name + ": " : "";
            throw Trouble.configuration(who + "can't read " + file + ": " + Inputs.reason(e), e);
        }
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0
                    && !line.startsWith("#")
                    && line.substring(0, equals).trim().equals(name)) {
                return line.substring(equals + 1).trim();
            }
        }
        return null;
    }

    private void refuseIfOthersMayReadIt() throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("it is larger than 1 MiB");
        }
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            if (OTHERS.contains(permission)) {
                throw Trouble.configuration(
                        file + " can be read or changed by others: make it yours alone with chmod 600 " + file, null);
            }
        }
    }
}
