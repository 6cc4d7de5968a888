package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How {@code paloma outbox} ends when it is asked to by a signal, as a process of its own. */
@ExtendWith(NoLeaks.class)
class OutboxStopTest {
    @TempDir
    private Path home;

    private Run submit() {
        return new Run.Setup(home)
                .run("outbox", "submit", "--from", "ann@example.org", "--to", "bob@example.net", "--text", "Hello");
    }

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "outbox"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("XDG_DATA_HOME");
        return builder.redirectError(home.resolve("err").toFile()).start();
    }

    private int code(Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void whatIsOnTheWireIsFinishedHoweverLongTheServerTakes() throws Exception {
        submit();
        CountDownLatch arrived = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.CONTENT, request -> {
                    arrived.countDown();
                    return request.usual().after(Duration.ofSeconds(4));
                })
                .start()) {
            Process run = start("run", "--server", server.url());
            assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
            run.destroy();
            assertThat(code(run)).as(Files.readString(home.resolve("err"))).isZero();
        }
        assertThat(new Run.Setup(home).run("outbox", "stats", "--json").json()).contains("\"accepted\":1");
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        submit();
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.CONTENT, request -> {
                    arrived.countDown();
                    return Reply.usual().once(never);
                })
                .start()) {
            Process run = start("run", "--server", server.url());
            assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
            run.destroy();
            assertThat(run.waitFor(1, TimeUnit.SECONDS)).isFalse();
            run.toHandle().destroy();
            assertThat(code(run)).isEqualTo(143);
            never.countDown();
        }
    }

    @Test
    void submittingEndsAtOnceAndWhatWasAnsweredIsThere() throws Exception {
        Process submit = start("submit", "--lines", "-");
        submit.getOutputStream()
                .write("{\"from\":\"ann@example.org\",\"to\":\"bob@example.net\",\"text\":\"x\"}\n".getBytes(UTF_8));
        submit.getOutputStream().flush();
        assertThat(submit.inputReader(UTF_8).readLine()).startsWith("{\"id\":\"");
        long began = System.nanoTime();
        submit.toHandle().destroy(); // the other one would close its input too, and perhaps end it by that
        assertThat(code(submit)).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
        submit.getOutputStream().close();
        assertThat(new Run.Setup(home).run("outbox", "stats", "--json").json()).contains("\"queued\":1");
    }
}
