package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the process ends with, and that the reason is one line which says where it happened. */
@ExtendWith(NoLeaks.class)
class SendExitCodeTest {
    @TempDir
    private Path home;

    private Run send(String server, String... more) {
        return new Run.Setup(home).send(server, more);
    }

    private static void assertFailed(Run run, int code, String... said) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).startsWith("paloma: ").hasLineCount(1);
        assertThat(run.err()).contains(List.of(said));
    }

    @Test
    void zeroWhenEveryRecipientWasAccepted() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Run run = send(server.url(), "--to", "cy@example.net");
            assertThat(run.code()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .containsPattern("(?m)^accepted  bob@example.net  250 ")
                    .containsPattern("(?m)^accepted  cy@example.net   250 ")
                    .containsPattern("(?m)^by 127\\.0\\.0\\.1:\\d+.*, in \\d+ ms$");
            assertThat(server.received()).hasSize(1);
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void refusedRecipientOrMessageIs67() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no such user"))
                .start()) {
            assertFailed(send(server.url()), 67, "bob@example.net", "550 5.1.1 no such user", "won't help");
            Run both = send(server.url(), "--to", "cy@example.net");
            assertFailed(both, 67, "127.0.0.1:" + server.port());
            assertThat(both.out()).contains("refused   bob@example.net", "deferred  cy@example.net");
            Run one = send(server.url(), "--to", "cy@example.net", "--accept", "at-least-one");
            assertThat(one.code()).isEqualTo(67);
            assertThat(one.out()).contains("refused   bob@example.net", "accepted  cy@example.net");
            assertThat(server.received()).hasSize(1);
        }
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.CONTENT, Reply.of(554, "5.7.1 looks like spam"))
                .start()) {
            assertFailed(send(server.url()), 67, "554 5.7.1 looks like spam");
        }
    }

    @Test
    void nameThatDoesNotExistIs68() {
        assertFailed(send("smtp://mail.invalid"), 68, "mail.invalid", "check the server's name");
    }

    @Test
    void trialLaterIs75() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT, Reply.of(450, "4.2.0 greylisted"))
                .start()) {
            assertFailed(send(server.url()), 75, "450 4.2.0 greylisted", "try again later");
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertFailed(send("smtp://127.0.0.1:" + port), 75, "127.0.0.1:" + port);
    }

    @Test
    void brokenProtocolIs76() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.MAIL, Reply.raw("abc\r\n")).start()) {
            assertFailed(send(server.url()), 76, "127.0.0.1:" + server.port());
        }
    }

    @Test
    void wrongPasswordOrCertificateIs77() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .user("ann", "right")
                .start()) {
            String at = "localhost:" + server.port();
            assertFailed(send("smtp://ann:wrong@" + at), 77, at);
            assertFailed(send("smtp://ann:wrong@" + at + "?verify=none&cleartext-auth=true"), 77, "535");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void missingTlsIsNoReasonToGoOnWithout() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Run run = send(server.url() + "?tls=required");
            assertThat(run.code()).isIn(77, 78);
            assertThat(run.err()).hasLineCount(1);
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void lostAnswerIs80() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.CONTENT, Fault.CLOSE).start()) {
            Run run = send(server.url(), "--json");
            assertFailed(run, 80, "it may have been delivered");
            assertThat(run.json())
                    .startsWith("{\"outcome\":\"unknown\"")
                    .contains("\"outcome\":\"unknown\",\"code\":null");
        }
    }

    @Test
    void limitOfTheWholeSendIs75BeforeTheContentAnd80AfterIt() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.EHLO, Fault.STALL).start()) {
            assertFailed(send(server.url(), "--timeout", "200ms"), 75, "--timeout 200ms ran out");
        }
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.CONTENT, Fault.STALL).start()) {
            assertFailed(send(server.url(), "--timeout", "500ms"), 80, "--timeout 500ms ran out");
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void triesTheNextServer() {
        try (FakeSmtpServer down = FakeSmtpServer.builder()
                        .at(Step.GREETING, Reply.of(421, "4.3.2 closed for today"))
                        .start();
                FakeSmtpServer up = FakeSmtpServer.start()) {
            Run run = new Run.Setup(home).with("PALOMA_SERVER", "ignored:1").send(down.url(), "--server", up.url());
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("closed for today", "by 127.0.0.1:" + up.port());
        }
    }
}
