package dev.paloma.cli;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Texts from files and from standard input, which {@code -} stands for and which is read once. */
final class Inputs {
    private static final int LONGEST = 64 << 20;

    private final Console console;
    private boolean taken;

    Inputs(Console console) {
        this.console = console;
    }

    /**
     * The text of a file.
     *
     * @param name a path, or {@code -}
     * @throws Trouble if it can't be read, isn't UTF-8, or is longer than 64 MiB
     */
    String text(String name) {
        String shown = name.equals("-") ? "standard input" : "'" + name + "'";
        try (InputStream in = new BufferedInputStream(name.equals("-") ? standard() : open(Environment.path(name)))) {
            byte[] octets = in.readNBytes(LONGEST + 1);
            if (octets.length > LONGEST) {
                throw Trouble.invalid(shown + " is longer than 64 MiB: attach it instead", null);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Trouble.invalid(shown + " isn't text in UTF-8: convert it, or attach it", e);
        } catch (IOException e) {
            throw Trouble.unreadable("can't read " + shown + ": " + reason(e) + "; nothing was sent", e);
        }
    }

    /**
     * Standard input, with a hint for somebody who would wait in front of it.
     *
     * @throws UsageException the second time
     */
    InputStream standard() {
        if (taken) {
            throw new UsageException("standard input can be read only once");
        }
        taken = true;
        if (console.isTyped()) {
            console.note("type the text, end with Ctrl-D");
        }
        return console.in();
    }

    /** A folder opens like a file and fails only when it is read. */
    static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        // The JDK's stream over a channel asks for a position, which a pipe hasn't got; its older one copes.
        boolean pipe = Files.exists(file) && !Files.isRegularFile(file);
        return pipe ? new FileInputStream(file.toFile()) : Files.newInputStream(file);
    }

    /** The JDK's texts are the path, which whoever reports this has named, and for the commonest faults say nothing else. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        @Nullable
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
