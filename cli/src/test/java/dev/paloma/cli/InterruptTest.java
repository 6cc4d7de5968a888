package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C and SIGTERM in the middle of a send: what became of the mail is told all the same. */
@ExtendWith(NoLeaks.class)
class InterruptTest {
    @TempDir
    private Path home;

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.paloma.cli.Main"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOME", home.toString());
        return builder.start();
    }

    private void assertTold(Step stalled, int code, String outcome) throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(stalled, Fault.STALL).start()) {
            Process send = start(
                    "send",
                    "--server",
                    server.url(),
                    "--from",
                    "a@example.org",
                    "--to",
                    "b@example.net",
                    "--text",
                    "x",
                    "--json");
            try {
                server.transcript().awaitNote("fault: .*", Duration.ofSeconds(60));
                send.toHandle().destroy(); // unlike the process itself it leaves the pipes open
                assertThat(send.waitFor(60, TimeUnit.SECONDS)).isTrue();
                String out = new String(send.getInputStream().readAllBytes(), UTF_8);
                assertThat(out).startsWith("{\"outcome\":\"" + outcome + "\"").endsWith("}\n");
                assertThat(send.exitValue()).isEqualTo(code);
            } finally {
                send.destroyForcibly();
            }
        }
    }

    @Test
    void beforeTheEndMarkIs75AndAfterItIs80() throws Exception {
        assertTold(Step.EHLO, 75, "deferred");
        assertTold(Step.CONTENT, 80, "unknown");
    }

    @Test
    void whoWaitsForTheTextIsEndedAtOnce() throws Exception {
        Process send = start("send", "--server", "inbox:", "--to", "b@example.net", "--from", "a@example.org");
        try (OutputStream typed = send.getOutputStream()) {
            typed.write("Hello".getBytes(UTF_8));
            typed.flush();
            assertThat(send.waitFor(3, TimeUnit.SECONDS)).isFalse();
            long began = System.nanoTime();
            send.destroy();
            assertThat(send.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
        } finally {
            send.destroyForcibly();
        }
    }
}
