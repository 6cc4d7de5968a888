package dev.paloma;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code sendmail:/path/of/program?arg=…&arg=…&timeout=…&pool=…}. */
final class ProgramUrl {
    private static final String FORM =
            "; a program looks like sendmail:/usr/sbin/sendmail?arg=-a&arg=work, or sendmail: for the usual one";

    private ProgramUrl() {}

    /**
     * @param rest what follows {@code sendmail:}
     * @throws IllegalArgumentException if it isn't one
     */
    static Program parse(String rest) {
        int question = rest.indexOf('?');
        Path file = file(ServerUrl.decode(question < 0 ? rest : rest.substring(0, question)));
        List<String> arguments = new ArrayList<>();
        Duration timeout = null;
        int atOnce = 0;
        for (String[] pair : ServerUrl.pairs(question < 0 ? null : rest.substring(question + 1))) {
            switch (pair[0]) {
                case "arg" -> arguments.add(pair[1]);
                case "timeout" -> timeout = Durations.parse(pair[1]);
                case "pool" -> atOnce = ServerOptions.pool(pair[1]);
                default -> throw bad("a program has no option '" + pair[0] + "'; known are arg, timeout, pool");
            }
        }
        return new Program(file, List.copyOf(arguments), timeout, atOnce);
    }

    private static @Nullable Path file(String decoded) {
        String plain = decoded.startsWith("///") ? decoded.substring(2) : decoded; // sendmail:///x is sendmail:/x
        if (plain.isEmpty()) {
            return null;
        }
        if (plain.chars().anyMatch(Character::isISOControl)) {
            throw bad("a program's path holds a control character");
        }
        try {
            Path path = Path.of(plain);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "a program's path isn't one on this machine: " + e.getReason() + FORM, e);
        }
        throw bad("sendmail: needs an absolute path: no shell looks for the program, and its arguments stand apart");
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException(what + FORM);
    }
}
