package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sends that end in the middle, or with some recipients only. */
@ExtendWith(NoLeaks.class)
class SendEndingTest {
    private static final String ONE_IS_ENOUGH = "at-least-one";

    @TempDir
    private Path home;

    private Run send(FakeSmtpServer server, String... more) {
        return new Run.Setup(home).send(server.url(), more);
    }

    @Test
    void serverThatLeavesBeforeEveryRecipientWasAnsweredIs75() {
        for (String policy : new String[] {"all", ONE_IS_ENOUGH}) {
            try (FakeSmtpServer server = FakeSmtpServer.builder()
                    .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no such user"))
                    .at(
                            Step.RCPT.of("cy@example.net"),
                            Reply.of(421, "4.3.2 closing").then(Fault.CLOSE))
                    .start()) {
                Run run = send(server, "--to", "cy@example.net, di@example.net", "--json", "--accept", policy);
                assertThat(run.json())
                        .contains(
                                "\"code\":550",
                                "\"code\":421",
                                "{\"address\":\"di@example.net\",\"outcome\":\"deferred\",\"code\":null");
                assertThat(run.code()).as(policy).isEqualTo(75);
            }
        }
    }

    @Test
    void serverThatLeavesAfterEveryRecipientWasAnsweredIs67WhereOneWasRefused() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no such user"))
                .at(
                        Step.RCPT.of("cy@example.net"),
                        Reply.of(421, "4.3.2 closing").then(Fault.CLOSE))
                .start()) {
            Run run = send(server, "--to", "cy@example.net", "--json");
            assertThat(run.code()).as(run.out()).isEqualTo(67);
        }
    }

    @Test
    void partialResultSaysWhoDidNotGetIt() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no such user"))
                .start()) {
            for (String[] more : new String[][] {{}, {"--json"}}) {
                Run run = new Run.Setup(home)
                        .send(server.url(), concat(more, "--to", "cy@example.net", "--accept", ONE_IS_ENOUGH));
                assertThat(run.code()).isEqualTo(67);
                assertThat(run.err())
                        .startsWith("paloma: ")
                        .hasLineCount(1)
                        .contains("refused: bob@example.net (550 5.1.1 no such user)")
                        .doesNotContain("cy@example.net");
            }
        }
    }

    @Test
    void whereSomeHaveItOnlyTheDeferredAreToBeTriedAgain() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("bob@example.net"), Reply.of(450, "4.2.0 greylisted"))
                .start()) {
            Run run = send(server, "--to", "cy@example.net", "--accept", ONE_IS_ENOUGH);
            assertThat(run.code()).isEqualTo(75);
            assertThat(run.err())
                    .hasLineCount(1)
                    .contains("deferred: bob@example.net (450 4.2.0 greylisted)", "--recipient", "twice");
        }
    }

    @Test
    void resultIsToldBeforeAGoodbyeThatNobodyAnswers() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.QUIT, Fault.STALL).start()) {
            AtomicInteger open = new AtomicInteger(-1);
            OutputStream out = new ByteArrayOutputStream() {
                @Override
                public void flush() {
                    open.compareAndSet(-1, server.openConnections());
                }
            };
            Console console = new Console(InputStream.nullInputStream(), out, OutputStream.nullOutputStream(), "");
            String[] args = {
                "send", "--server", server.url(), "--from", "a@example.org", "--to", "b@example.net", "--text", "x"
            };
            assertThat(Main.run(concat(args, "--timeout", "2s"), Map.of("HOME", home.toString()), console))
                    .isZero();
            assertThat(open).hasValue(1);
        }
    }

    private static String[] concat(String[] some, String... others) {
        String[] all = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        return all;
    }
}
