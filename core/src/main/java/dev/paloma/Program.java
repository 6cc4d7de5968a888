package dev.paloma;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program on this machine that takes a mail on its standard input, as sendmail does.
 *
 * @param file where it is; null for the first that is found in the usual places
 * @param arguments its own, before those that every mail adds
 * @param timeout how long it may rest, reading or thinking; null for the mailer's limits
 * @param atOnce how many may run at a time; 0 for the mailer's number of connections
 */
record Program(
        @Nullable Path file,
        List<String> arguments,
        @Nullable Duration timeout,
        int atOnce) {
    /** Where Unix systems keep the sendmail program; PATH isn't asked, for anybody may have changed it. */
    private static final List<Path> USUAL = List.of(
            Path.of("/usr/sbin/sendmail"),
            Path.of("/usr/lib/sendmail"),
            Path.of("/usr/local/sbin/sendmail"),
            Path.of("/usr/bin/sendmail"),
            Path.of("/usr/local/bin/sendmail"));

    /** A program that can't be started, and why. */
    static final class Missing extends Exception {
        Missing(String message) {
            super(message);
        }
    }

    /** The program to start now. */
    Path locate() throws Missing {
        return file == null ? find(USUAL) : usable(file);
    }

    /** The first of these places at which there is a program. */
    static Path find(List<Path> places) throws Missing {
        List<String> shown = new ArrayList<>();
        for (Path place : places) {
            if (Files.isRegularFile(place) && Files.isExecutable(place)) {
                return place;
            }
            shown.add(place.toString());
        }
        throw new Missing("there is no sendmail program on this machine (none of " + String.join(", ", shown)
                + "): install one, or name yours as sendmail:/path/of/program");
    }

    private static Path usable(Path file) throws Missing {
        if (!Files.exists(file)) {
            throw new Missing("there is no such program: check the path");
        }
        if (!Files.isRegularFile(file)) {
            throw new Missing("this is no program but a folder or device: name the program itself");
        }
        if (!Files.isExecutable(file)) {
            throw new Missing("this file can't be executed by this user: check its permissions");
        }
        return file;
    }

    /** Its URL without the arguments, among which there may be secrets. */
    @Override
    public String toString() {
        return "sendmail:" + (file == null ? "" : file);
    }
}
