package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One call of the command in this process, and what came of it. */
record Run(int code, String out, String err) {
    /** A call with an environment of its own and something on standard input. */
    static final class Setup {
        private final Map<String, String> environment = new HashMap<>();
        private byte[] input = {};

        Setup(Path home) {
            environment.put("HOME", home.toString());
        }

        Setup with(String name, String value) {
            environment.put(name, value);
            return this;
        }

        Setup input(String text) {
            return input(text.getBytes(UTF_8));
        }

        Setup input(byte[] octets) {
            input = octets;
            return this;
        }

        Run run(String... args) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Console console = new Console(new ByteArrayInputStream(input), out, err, "");
            int code = Main.run(args, environment, console);
            console.flush();
            return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
        }

        /** {@code send} of a small mail with further options. */
        Run send(String server, String... more) {
            List<String> args = new java.util.ArrayList<>(List.of(
                    "send",
                    "--server",
                    server,
                    "--from",
                    "ann@example.org",
                    "--to",
                    "bob@example.net",
                    "--text",
                    "Hello"));
            args.addAll(List.of(more));
            return run(args.toArray(String[]::new));
        }
    }

    /** Standard output as the one JSON object that it must be. */
    String json() {
        if (!out.endsWith("}\n") || out.indexOf('\n') != out.length() - 1) {
            throw new AssertionError("not one object on one line: " + out);
        }
        return out.strip();
    }
}
