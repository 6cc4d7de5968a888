package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code paloma check}: what it tells, what it never says, what it ends with. */
@ExtendWith(NoLeaks.class)
class CheckCommandTest {
    private static final String CANARY = "tweet-8461-canary";

    @TempDir
    private Path home;

    private Run check(String url, String... more) {
        List<String> args = new ArrayList<>(List.of("check", url));
        args.addAll(List.of(more));
        return new Run.Setup(home).run(args.toArray(String[]::new));
    }

    private String trusting(String user, FakeSmtpServer server) throws IOException {
        return "smtp://" + user + "localhost:" + server.port() + "?tls=required&trust=" + TestAuthority.pemFile(home);
    }

    private static FakeSmtpServerBuilder withTls() {
        return FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .user("ann", CANARY)
                .offer("SIZE 1000", "LIMITS RCPTMAX=100")
                .at(Step.EHLO.nth(1), Reply.of(250, "mail.test", "STARTTLS", "PIPELINING"))
                .at(Step.OTHER.of("HELP"), Reply.of(214, "ask", "the postmaster"));
    }

    private static void assertFailed(Run run, int code, String... said) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).startsWith("paloma: ").hasLineCount(1);
        assertThat(run.err()).contains(List.of(said));
    }

    @Test
    void tellsPeopleWhatTheServerIs() throws IOException {
        try (FakeSmtpServer server = withTls().start()) {
            Run run = check(trusting("ann:" + CANARY + "@", server), "--mail", "bob@example.net");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out().lines().map(line -> line.replaceAll("[0-9]+ (ms|days)", "N $1")))
                    .contains(
                            "greeting     220 mail.test ESMTP ready",
                            "certificate  CN=mail.test",
                            "  for        localhost, mail.test, 127.0.0.1, 0:0:0:0:0:0:0:1",
                            "before TLS   STARTTLS, PIPELINING",
                            "AUTH         before TLS none; after TLS PLAIN LOGIN; to be used: PLAIN",
                            "login        accepted with PLAIN",
                            "limits       1000 octets in a message, 100 recipients of a message",
                            "HELP         214 ask",
                            "             214 the postmaster",
                            "MAIL         250 2.1.0 sender ok",
                            "RCPT         250 2.1.5 recipient ok")
                    .anyMatch(line -> line.matches("server       localhost:\\d+ at 127\\.0\\.0\\.1"))
                    .anyMatch(line -> line.matches("TLS          TLSv1\\.3, TLS_\\w+, certificate trusted"))
                    .anyMatch(line -> line.matches("  valid      [0-9T:Z-]+ to [0-9T:Z-]+, N days left"))
                    .anyMatch(line -> line.matches("  pin        sha256:[0-9a-f]{64}"))
                    .anyMatch(line -> line.matches("after TLS    .*SIZE 1000.*"))
                    .anyMatch(line -> line.matches(
                            "time         connect N ms, greeting N ms, ehlo N ms, starttls N ms, auth N ms, mail N ms,"
                                    + " rcpt N ms, .*N ms in all"));
            assertThat(server.received()).isEmpty();
            assertThat(server.violations()).isEmpty();
            assertThat(server.transcript().commands()).contains("MAIL FROM:<>").doesNotContain("DATA");
        }
    }

    @Test
    void tellsScriptsTheSameInOneObject() throws IOException {
        try (FakeSmtpServer server = withTls().start()) {
            String json = check(trusting("ann:" + CANARY + "@", server), "--mail", "bob@example.net", "--json")
                    .json();
            assertThat(json)
                    .matches("\\{\"outcome\":\"ok\",\"server\":\"localhost:\\d+\",\"address\":\"127\\.0\\.0\\.1\","
                            + "\"greeting\":\\{\"code\":220,\"enhanced\":null,\"text\":\"mail\\.test ESMTP ready\"},"
                            + "\"tls\":\\{\"protocol\":\"TLSv1\\.3\",\"cipher\":\"TLS_[A-Z0-9_]+\",\"verified\":true,"
                            + "\"certificates\":\\[\\{\"subject\":\"CN=mail\\.test\",\"issuer\":\"[^\"]+\","
                            + "\"names\":\\[\"localhost\",\"mail\\.test\",\"127\\.0\\.0\\.1\",\"0:0:0:0:0:0:0:1\"],"
                            + "\"notBefore\":\"[0-9T:Z-]+\",\"notAfter\":\"[0-9T:Z-]+\",\"daysLeft\":\\d+,"
                            + "\"sha256\":\"[0-9a-f]{64}\"}.*]},"
                            + "\"capabilities\":\\{\"beforeTls\":\\[\"STARTTLS\",\"PIPELINING\"],\"afterTls\":\\[.+]},"
                            + "\"limits\":\\{\"size\":1000,\"mailMax\":null,\"rcptMax\":100,\"rcptDomainMax\":null},"
                            + "\"auth\":\\{\"beforeTls\":\\[],\"afterTls\":\\[\"PLAIN\",\"LOGIN\"],\"choice\":\"PLAIN\","
                            + "\"login\":\"accepted\",\"mechanism\":\"PLAIN\"},"
                            + "\"help\":\\{\"code\":214,\"enhanced\":null,\"text\":\"ask\\\\nthe postmaster\"},"
                            + "\"mail\":\\{\"mail\":\\{\"code\":250,.*},\"rcpt\":\\{\"code\":250,.*}},"
                            + "\"error\":null,\"tried\":\\[],\"millis\":\\{\"connect\":\\d+,.*\"total\":\\d+}}");
        }
    }

    @Test
    void certificateThatIsNotTrustedIs77AndShownAllTheSame() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.EXPIRED)
                .user("ann", CANARY)
                .start()) {
            String url = "smtp://ann:" + CANARY + "@localhost:" + server.port();
            Run text = check(url, "--transcript");
            assertThat(text.code()).isEqualTo(77);
            assertThat(text.err())
                    .contains("paloma: localhost:" + server.port() + ": the server's certificate has expired");
            assertThat(text.out()).contains("certificate NOT TRUSTED", "EXPIRED", "pin", "after TLS");
            assertThat(text.out() + text.err()).doesNotContain(CANARY);
            Run json = check(url, "--json");
            assertThat(json.json())
                    .startsWith("{\"outcome\":\"failed\"")
                    .contains(
                            "\"verified\":false",
                            "\"error\":{\"stage\":\"starttls\"",
                            "\"choice\":null,\"login\":null");
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("AUTH"));
        }
    }

    @Test
    void wrongPasswordIs77() throws IOException {
        try (FakeSmtpServer server = withTls().start()) {
            Run run = check(trusting("ann:wrong@", server));
            assertFailed(run, 77, "535", "check user name and password");
            assertThat(run.out()).contains("login        failed", "after TLS");
            assertThat(check(trusting("ann:wrong@", server), "--json").json())
                    .contains(
                            "\"login\":\"failed\",\"mechanism\":null", "\"error\":{\"stage\":\"auth\"", "\"code\":535");
        }
    }

    @Test
    void passwordComesFromFileCommandOrEnvironmentAndIsNeverShown() throws IOException {
        Path file = Files.writeString(home.resolve("pw"), CANARY + "\n");
        try (FakeSmtpServer server = withTls().start()) {
            String url = trusting("ann@", server);
            Run[] runs = {
                check(url, "--transcript", "--password-file", file.toString()),
                check(url, "--transcript", "--json", "--password-command", "cat '" + file + "'"),
                new Run.Setup(home).with("PALOMA_PASSWORD", CANARY).run("check", url, "--transcript"),
            };
            for (Run run : runs) {
                assertThat(run.code()).as(run.err()).isZero();
                assertThat(run.out() + run.err()).doesNotContain(CANARY).contains("C: AUTH PLAIN");
            }
            assertFailed(check(url), 78, "no password");
        }
    }

    @Test
    void namedServersAndTheInboxCanBeChecked() throws IOException {
        Path file = Files.createDirectories(home.resolve(".config/paloma")).resolve("servers");
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Files.writeString(file, "work = " + server.url() + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Run run = check("@work");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("TLS          none", "before TLS   PIPELINING");
        }
        assertFailed(check("@nobody"), 78, "no server named");
        Run inbox = check("inbox:", "--mail", "you@example.org");
        assertThat(inbox.code()).as(inbox.err()).isZero();
        assertThat(inbox.out()).contains("RCPT         250");
    }

    @Test
    void refusedRecipientIs67AndALaterOne75() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("gone@example.net"), Reply.of(550, "5.1.1 no such user"))
                .at(Step.RCPT.of("later@example.net"), Reply.of(450, "4.2.0 greylisted"))
                .start()) {
            assertFailed(check(server.url(), "--mail", "gone@example.net"), 67, "550 5.1.1 no such user");
            assertFailed(check(server.url(), "--mail", "later@example.net"), 75, "450 4.2.0 greylisted");
            Run from = new Run.Setup(home)
                    .with("PALOMA_FROM", "Ann <ann@example.org>")
                    .run("check", server.url(), "--mail", "bob@example.net");
            assertThat(from.code()).isZero();
            assertThat(server.transcript().commands()).contains("MAIL FROM:<ann@example.org>");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void serverThatCantBeReachedEndsWithItsCode() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertFailed(check("smtp://127.0.0.1:" + port), 75, "127.0.0.1:" + port);
        assertFailed(check("smtp://mail.invalid"), 68, "mail.invalid");
        assertThat(check("smtp://mail.invalid", "--json").json())
                .contains("\"error\":{\"stage\":\"resolve\"", "\"greeting\":null,\"tls\":null");
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.EHLO, Reply.raw("abc\r\n")).start()) {
            assertFailed(check(server.url()), 76, "127.0.0.1:" + server.port());
        }
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.GREETING, Fault.STALL).start()) {
            assertFailed(check(server.url(), "--timeout", "200ms"), 75, "--timeout 200ms ran out");
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void badArgumentsAreToldWithoutASecret() {
        assertFailed(check("smtp://[::1"), 78, "bad server");
        assertFailed(check("maildir:/mail"), 78, "folder");
        assertFailed(check("smtp://localhost:2525?nonsense=1"), 78, "nonsense");
        assertFailed(check("inbox:", "--mail", "nobody"), 65, "nobody");
        assertFailed(check("inbox:", "--client-name", "a b"), 78, "a b");
        assertFailed(check("inbox:", "--timeout", "soon"), 64, "--timeout");
        assertFailed(check("inbox:", "smtp://ann:" + CANARY + "@localhost"), 64, "URL is given twice");
        assertThat(check("inbox:", "smtp://ann:" + CANARY + "@localhost").err()).doesNotContain(CANARY);
        assertThat(check("URL", "--help").code())
                .as("an operand that looks like its label")
                .isZero();
        assertFailed(check("inbox:", "--password-file", "x", "--password-command", "y"), 64, "exclude");
        assertFailed(new Run.Setup(home).run("check", "--json"), 64, "which server?");
        assertThat(check("smtp://[::1", "--json").json())
                .matches("\\{\"outcome\":\"failed\",\"server\":null,\"address\":null,\"greeting\":null,\"tls\":null,"
                        + "\"capabilities\":\\{\"beforeTls\":null,\"afterTls\":null},\"limits\":\\{.*},\"auth\":null,"
                        + "\"help\":null,\"mail\":null,\"error\":\\{\"stage\":\"resolve\",.*},\"tried\":\\[],"
                        + "\"millis\":\\{\"connect\":0,\"total\":0}}");
    }

    @Test
    void nothingThatAServerSaysReachesTheTerminalRaw() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.GREETING, Reply.raw("220 mail\u001b[2J.test\r\n"))
                .at(Step.EHLO, Reply.raw("250-mail.test\r\n250 X\u0007Y\r\n"))
                .start()) {
            Run text = check(server.url());
            Run json = check(server.url(), "--json");
            assertThat(text.out() + text.err() + json.out()).matches("[\\x20-\\x7e\n]+");
            assertThat(text.out()).contains("\\x1b[2J");
        }
    }
}
