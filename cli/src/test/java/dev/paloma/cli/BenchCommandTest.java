package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.DeadPort;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code paloma bench}: every mail is counted, by the server and by us. */
@ExtendWith(NoLeaks.class)
class BenchCommandTest {
    @TempDir
    private Path home;

    private Run bench(String... more) {
        List<String> args = new ArrayList<>(List.of("bench"));
        args.addAll(List.of(more));
        return new Run.Setup(home).run(args.toArray(String[]::new));
    }

    @Test
    void sendsAsManyAsItIsAskedTo() {
        try (FakeSmtpServer server = FakeSmtpServer.builder().offer("CHUNKING").start()) {
            Run run = bench(
                    server.url(),
                    "--messages",
                    "40",
                    "--size",
                    "2k",
                    "--recipients",
                    "3",
                    "--connections",
                    "2",
                    "--json");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .hasLineCount(1)
                    .contains("\"messages\":40", "\"accepted\":120", "\"unknown\":0", "\"perSecond\":", "\"p99\":");
            assertThat(server.received())
                    .hasSize(40)
                    .allMatch(mail -> mail.recipients().size() == 3)
                    .allMatch(mail -> Math.abs(mail.content().length - 2048) < 200);
            assertThat(server.connections()).isBetween(1, 2);
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void tellsPeopleRatesAndPercentiles() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Run run = bench("--server", "127.0.0.1:" + server.port(), "--tls", "none", "--messages", "10");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("10 mails to 127.0.0.1:", "accepted 10", "mails/s", "for 99 %");
        }
    }

    @Test
    void aRefusalIsCountedAndEndsInItsExitCode() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.MAIL.nth(3), Reply.of(550, "5.7.1 not you"))
                .start()) {
            Run run = bench(server.url(), "--messages", "10", "--json");
            assertThat(run.code()).isEqualTo(67);
            assertThat(run.out()).contains("\"accepted\":9", "\"refused\":1");
            assertThat(run.err()).contains("5.7.1 not you");
        }
    }

    @Test
    void aServerThatIsNotThereEndsItSoon() throws Exception {
        try (DeadPort port = DeadPort.refusing()) {
            Run run = bench("smtp://127.0.0.1:" + port.port(), "--messages", "1000000", "--json");
            assertThat(run.code()).isEqualTo(75);
            assertThat(run.err()).contains("can't connect");
        }
    }

    @Test
    void printsAnObjectWhereNoServerWasAsked() {
        for (String[] args : new String[][] {{"gopher://x"}, {"127.0.0.1", "--to", "nobody"}, {}}) {
            List<String> all = new ArrayList<>(List.of(args));
            all.add("--json");
            Run run = bench(all.toArray(String[]::new));
            assertThat(run.code()).isIn(65, 78);
            assertThat(run.json())
                    .startsWith("{\"server\":null,\"messages\":0,")
                    .contains("\"accepted\":0", "\"error\":{\"stage\":\"");
            assertThat(run.err()).startsWith("paloma: ").hasLineCount(1);
        }
    }

    @Test
    void theTlsModeGoesWithEveryFormOfAServer() {
        Run maildir = bench("maildir:" + home.resolve("m"), "--tls", "none", "--messages", "1");
        assertThat(maildir.code()).as(maildir.err()).isZero();
        try (FakeSmtpServer server = FakeSmtpServer.builder().host("::1").start()) {
            for (String name : List.of("[::1]:" + server.port(), server.url())) {
                Run run = bench(name, "--tls", "none", "--messages", "1");
                assertThat(run.code()).as(run.err()).isZero();
            }
            assertThat(server.received()).hasSize(2);
        }
        assertThat(bench("::1", "--tls", "none", "--messages", "1").err()).contains("[::1]:25");
    }
}
