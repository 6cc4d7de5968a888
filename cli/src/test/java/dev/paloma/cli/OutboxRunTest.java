package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code paloma outbox run}: what it says of its attempts, and to whom. */
@ExtendWith(NoLeaks.class)
class OutboxRunTest {
    @TempDir
    private Path home;

    private Run outbox(String... args) {
        List<String> all = new ArrayList<>(List.of("outbox"));
        all.addAll(List.of(args));
        return new Run.Setup(home).run(all.toArray(String[]::new));
    }

    private void submit() {
        Run run = outbox("submit", "--from", "ann@example.org", "--to", "bob@example.net", "--text", "Hello");
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static FakeSmtpServer busyAtFirst() {
        return FakeSmtpServer.builder()
                .at(Step.GREETING.onConnection(1), Reply.of(421, "4.3.2 come back later"))
                .start();
    }

    @Test
    void aServerThatCannotBeUsedIsToldOnceAndEachAttemptHasItsObject() {
        submit();
        submit();
        try (FakeSmtpServer server = busyAtFirst()) {
            Run run = outbox("run", "--server", server.url(), "--until-empty", "--json", "--connections", "1");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err()).hasLineCount(1).contains("come back later", "next try 20");
            List<String> objects = run.out().lines().toList();
            assertThat(objects.get(0))
                    .contains("\"outcome\":\"deferred\"", "\"attempt\":1,\"next\":\"20", "come back later")
                    .contains("{\"address\":\"bob@example.net\",\"outcome\":\"deferred\"");
            assertThat(objects.stream().filter(object -> object.contains("\"outcome\":\"accepted\"")))
                    .hasSize(2)
                    .allMatch(object -> object.contains("\"attempt\":1,\"next\":null"));
            assertThat(outbox(
                                    "show",
                                    outbox("list").out().lines().toList().get(1).split(" ")[0],
                                    "--json")
                            .json())
                    .contains("\"number\":1,\"domain\":\"example.net\",\"outcome\":\"deferred\"")
                    .doesNotContain("not-tried");
        }
    }

    @Test
    void forPeopleItIsOneLineOnStandardError() {
        submit();
        try (FakeSmtpServer server = busyAtFirst()) {
            Run run = outbox("run", "--server", server.url(), "--until-empty");
            assertThat(run.err().lines().filter(line -> line.contains("come back later")))
                    .hasSize(1);
            assertThat(run.out()).hasLineCount(1).contains("accepted");
        }
    }

    @Test
    void sendersAreToldIfAHostForReportsIsGiven() {
        submit();
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no such user"))
                .start()) {
            Run run = outbox("run", "--server", server.url(), "--until-empty", "--reports", "mx.example.org");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(server.received()).hasSize(1);
            ReceivedMail report = server.received().get(0);
            assertThat(report.recipientAddresses()).containsExactly("ann@example.org");
            assertThat(report.text()).contains("postmaster@mx.example.org", "5.1.1 no such user");
        }
        assertThat(outbox("run", "--server", "smtp://localhost", "--reports", "no host!")
                        .code())
                .isEqualTo(64);
    }
}
