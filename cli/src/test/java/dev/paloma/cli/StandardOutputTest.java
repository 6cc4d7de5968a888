package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What happens where standard output can't be written. */
@ExtendWith(NoLeaks.class)
class StandardOutputTest {
    @TempDir
    private Path home;

    private Run run(String trouble, String... args) {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(trouble);
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(InputStream.nullInputStream(), full, err, "");
        int code = Main.run(args, Map.of("HOME", home.toString()), console);
        return new Run(code, "", err.toString(UTF_8));
    }

    @Test
    void whatIsOnlySaidAndLostIs75() {
        String[] dry = {"send", "--dry-run", "--from", "a@example.org", "--to", "b@example.net", "--text", "x"};
        for (String[] args : new String[][] {dry, {"--help"}, {"send", "--help"}, {"--version"}, {"completion"}}) {
            Run run = run("No space left on device", args);
            assertThat(run.code()).as(String.join(" ", args)).isEqualTo(75);
            assertThat(run.err()).hasLineCount(1).contains("standard output", "No space left on device");
            assertThat(run("Broken pipe", args)).isEqualTo(new Run(0, "", ""));
        }
    }

    @Test
    void aMailThatWasSentIsNoFailure() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Run run = run(
                    "No space left on device",
                    "send",
                    "--server",
                    server.url(),
                    "--from",
                    "a@example.org",
                    "--to",
                    "b@example.net",
                    "--text",
                    "x");
            assertThat(run.code()).isZero();
            assertThat(run.err()).hasLineCount(1).contains("standard output");
            assertThat(server.received()).hasSize(1);
        }
    }
}
