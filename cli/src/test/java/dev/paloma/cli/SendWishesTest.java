package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options that ask for a way of delivery: what they put on the wire, and what comes of it where they can't. */
@ExtendWith(NoLeaks.class)
class SendWishesTest {
    @TempDir
    private Path home;

    private static FakeSmtpServerBuilder capable() {
        return FakeSmtpServer.builder()
                .withhold("SIZE")
                .offer("DSN", "MT-PRIORITY", "DELIVERBY", "FUTURERELEASE 864000 2035-01-01T00:00:00Z", "XQUE");
    }

    private Run send(String server, String... more) {
        return new Run.Setup(home).send(server, more);
    }

    private static ReceivedMail only(FakeSmtpServer server) {
        assertThat(server.violations()).isEmpty();
        assertThat(server.received()).hasSize(1);
        return server.received().get(0);
    }

    @Test
    void reportsAreAskedForRecipientByRecipient() {
        try (FakeSmtpServer server = capable().start()) {
            Run run = send(
                    server.url(),
                    "--to=cy@example.net",
                    "--dsn=delay,success",
                    "--dsn-return=headers",
                    "--envelope-id=run 7+1");
            assertThat(run.code()).as(run.err()).isZero();
            ReceivedMail mail = only(server);
            assertThat(mail.senderParameters()).containsExactly("RET=HDRS", "ENVID=run+207+2B1");
            assertThat(mail.recipients())
                    .hasSize(2)
                    .allSatisfy(
                            recipient -> assertThat(recipient.parameters()).containsExactly("NOTIFY=SUCCESS,DELAY"));
        }
    }

    @Test
    void noReportsAreAskedForByNever() {
        try (FakeSmtpServer server = capable().start()) {
            assertThat(send(server.url(), "--dsn", "never", "--dsn-return", "full")
                            .code())
                    .isZero();
            ReceivedMail mail = only(server);
            assertThat(mail.senderParameters()).containsExactly("RET=FULL");
            assertThat(mail.recipients().get(0).parameters()).containsExactly("NOTIFY=NEVER");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--mt-priority=-9, MT-PRIORITY=-9",
        "--mt-priority=+3, MT-PRIORITY=3",
        "--deliver-by=2h, BY=7200;R",
        "--hold-for=PT90S, HOLDFOR=90",
        "--hold-until=2030-01-31T09:00:00+01:00, HOLDUNTIL=2030-01-31T08:00:00Z",
    })
    void timesAndPriorityAreParametersOfTheSender(String option, String parameter) {
        try (FakeSmtpServer server = capable().start()) {
            Run run = send(server.url(), option);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(only(server).senderParameters()).containsExactly(parameter);
        }
    }

    @Test
    void requiredTlsIsAskedForInsideTls() throws IOException {
        try (FakeSmtpServer server =
                capable().startTls(TestCertificate.GOOD).offer("REQUIRETLS").start()) {
            String url = "smtp://localhost:" + server.port();
            Run run = send(url + "?trust=" + TestAuthority.pemFile(home), "--require-tls");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(only(server).senderParameters()).containsExactly("REQUIRETLS");
            Run anybody = send(url + "?verify=none", "--require-tls");
            assertThat(anybody.code()).as(anybody.err()).isEqualTo(77);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void T3_queueIsSaidWhereItIsOfferedAndElseNotMissed() {
        try (FakeSmtpServer server = capable().start();
                FakeSmtpServer plain = FakeSmtpServer.start()) {
            assertThat(send(server.url(), "--queue").code()).isZero();
            assertThat(server.transcript().commands()).containsSequence("QUED", "MAIL FROM:<ann@example.org>");
            assertThat(send(plain.url(), "--queue").code()).isZero();
            assertThat(plain.transcript().commands()).doesNotContain("QUED");
            assertThat(plain.violations()).isEmpty();
            assertThat(server.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--dsn=never, DSN",
        "--dsn-return=full, DSN",
        "--envelope-id=x, DSN",
        "--require-tls, REQUIRETLS",
        "--mt-priority=1, MT-PRIORITY",
        "--deliver-by=1h, DELIVERBY",
        "--hold-for=1h, FUTURERELEASE",
        "--hold-until=2030-01-31T08:00:00Z, FUTURERELEASE",
    })
    void whatTheServerLacksIs78BeforeAnythingIsSent(String option, String extension) {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Run run = send(server.url(), option, "--json");
            assertThat(run.code()).as(run.err()).isEqualTo(78);
            assertThat(run.err()).hasLineCount(1).contains("127.0.0.1:" + server.port(), extension);
            assertThat(run.json())
                    .startsWith("{\"outcome\":\"deferred\"")
                    .contains("\"outcome\":\"deferred\",\"code\":null", "\"error\":{\"stage\":\"mail\"");
            assertThat(server.transcript().commands())
                    .hasSize(2)
                    .allMatch(command -> command.startsWith("EHLO") || command.equals("QUIT"));
        }
    }

    @Test
    void theNextServerMayHaveWhatTheFirstLacks() {
        try (FakeSmtpServer first = FakeSmtpServer.start();
                FakeSmtpServer second = capable().start()) {
            Run run = send(first.url(), "--server", second.url(), "--dsn", "success");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(only(second).recipients().get(0).parameters()).containsExactly("NOTIFY=SUCCESS");
            assertThat(run.out()).contains("no line DSN");
            assertThat(first.received()).isEmpty();
        }
    }

    @Test
    void aFolderFulfilsNoWishes() {
        Run run = send("maildir:" + home.resolve("mail"), "--dsn", "success");
        assertThat(run.code()).isEqualTo(78);
        assertThat(home.resolve("mail")).doesNotExist();
        assertThat(send("maildir:" + home.resolve("mail"), "--queue").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--dsn=",
                "--dsn=always",
                "--dsn=never,delay",
                "--dsn=success,",
                "--dsn-return=body",
                "--envelope-id=",
                "--envelope-id=a\r\nRCPT TO:<eve@example.net>",
                "--envelope-id=č",
                "--mt-priority=10",
                "--mt-priority=high",
                "--mt-priority=9999999999",
                "--deliver-by=soon",
                "--deliver-by=1ms",
                "--deliver-by=999999999d",
                "--hold-for=0s",
                "--hold-until=tomorrow",
                "--hold-until=2030-01-31T08:00:00",
                "--hold-until=1800-01-31T08:00:00Z"
            })
    void valuesThatMeanNothingAre64(String option) {
        Run run = send("smtp://mail.invalid", option);
        assertThat(run.code()).as(run.err()).isEqualTo(64);
        assertThat(run.err()).hasLineCount(1).startsWith("paloma: " + option.substring(0, option.indexOf('=')) + ": ");
    }

    @Test
    void holdingForATimeAndUntilOneExcludeEachOther() {
        Run run = send("smtp://mail.invalid", "--hold-for=1h", "--hold-until=2030-01-31T08:00:00Z");
        assertThat(run.code()).isEqualTo(64);
        assertThat(List.of(run.err().split("\n"))).hasSize(1);
    }
}
