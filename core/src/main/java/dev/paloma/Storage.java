package dev.paloma;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps of storing a file for good, each with an error that names the path. Not final: tests let steps fail. */
class Storage {
    private static final Set<StandardOpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /** Makes a folder and those above it, private, and forces each new name to the disk. */
    final void makeFolder(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path p = folder; p != null && !Files.isDirectory(p); p = p.getParent()) {
            missing.push(p);
        }
        for (Path p : missing) {
            try {
                Files.createDirectory(p, permissions(p, "rwx------"));
            } catch (FileAlreadyExistsException e) {
                // Another process was faster, or a file is in the way.
                if (!Files.isDirectory(p)) {
                    throw failure("can't make folder", p, e);
                }
            } catch (IOException e) {
                throw failure("can't make folder", p, e);
            }
            syncParent(p);
        }
    }

    /** A new file that only its owner can read. */
    final FileChannel create(Path file) throws IOException {
        try {
            return FileChannel.open(file, NEW_FILE, permissions(file, "rw-------"));
        } catch (IOException e) {
            throw failure("can't create", file, e);
        }
    }

    final void sync(FileChannel channel, Path file) throws IOException {
        try {
            force(channel);
        } catch (IOException e) {
            throw failure("can't force to disk", file, e);
        }
    }

    final void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure("can't rename " + from + " to", to, e);
        }
    }

    /** Forces the names in a folder to the disk. Windows can't open a folder, and keeps its names in a journal. */
    final void syncFolder(Path folder) throws IOException {
        if (!isPosix(folder)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            force(channel);
        } catch (IOException e) {
            throw failure("can't force to disk", folder, e);
        }
    }

    void force(FileChannel channel) throws IOException {
        channel.force(true);
    }

    static IOException failure(String what, Path path, IOException cause) {
        return new IOException(what + " " + path + ": " + reason(cause), cause);
    }

    private void syncParent(Path p) throws IOException {
        Path parent = p.getParent();
        if (parent != null) {
            syncFolder(parent);
        }
    }

    /** The JDK's own messages repeat the path, and for the commonest faults say nothing else. */
    private static @Nullable String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file of this name exists";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static FileAttribute<?>[] permissions(Path path, String mode) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
