package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A password reaches the server, however it was given, and nothing else (S16). */
@ExtendWith(NoLeaks.class)
class SecretTest {
    private static final String CANARY = "tweet-8461-canary";

    @TempDir
    private Path home;

    private static void assertSilent(Run run) {
        String all = run.out() + run.err();
        assertThat(all).doesNotContain(CANARY, "tweet-8461");
        for (String form : new String[] {CANARY, "ann\0" + CANARY, "\0ann\0" + CANARY}) {
            String coded = Base64.getEncoder().withoutPadding().encodeToString(form.getBytes(UTF_8));
            assertThat(all).doesNotContain(coded.substring(0, coded.length() - 2));
        }
    }

    @Test
    void passwordComesFromUrlFileCommandOrEnvironment() throws IOException {
        Path file = Files.writeString(home.resolve("pw"), CANARY + "\nsecond line\n");
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .user("ann", CANARY)
                .requireAuth()
                .start()) {
            String at = "@127.0.0.1:" + server.port() + "?verify=none&cleartext-auth=true";
            Run.Setup setup = new Run.Setup(home);
            Run[] runs = {
                setup.send("smtp://ann:" + CANARY + at, "--transcript"),
                setup.send("smtp://ann" + at, "--transcript", "--json", "--password-file", file.toString()),
                setup.send("smtp://ann" + at, "--transcript", "--password-command", "cat '" + file + "'"),
                new Run.Setup(home).with("PALOMA_PASSWORD", CANARY).send("smtp://ann" + at, "--transcript"),
            };
            for (Run run : runs) {
                assertThat(run.code()).as(run.err()).isZero();
                assertSilent(run);
            }
            assertThat(server.received()).hasSize(4).allMatch(mail -> "ann".equals(mail.user()));
        }
    }

    @Test
    void failuresDoNotTellThePassword() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .user("ann", "another")
                .start()) {
            Run.Setup setup = new Run.Setup(home);
            for (String rest : new String[] {
                "@127.0.0.1:" + server.port() + "?verify=none&cleartext-auth=true",
                "@127.0.0.1:" + server.port(),
                "@127.0.0.1:" + server.port() + "?auth=nonsense",
                "@mail.invalid",
                "@127.0.0.1:port",
                "@[::1",
                "@a b",
                ""
            }) {
                for (String more : new String[] {"--transcript", "--json"}) {
                    Run run = setup.send("smtp://ann:" + CANARY + rest, more);
                    assertThat(run.code()).as(rest).isNotZero();
                    assertSilent(run);
                }
            }
        }
    }

    @Test
    void commandThatFailsGivesNoPassword() {
        Run.Setup setup = new Run.Setup(home);
        Run run = setup.send("smtp://ann@127.0.0.1:9", "--password-command", "false");
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err()).contains("'false' failed with exit code 1").hasLineCount(1);
        run = setup.send("smtp://ann@127.0.0.1:9", "--password-command", "no-such-command-anywhere");
        assertThat(run.code()).isEqualTo(78);
        run = setup.send("smtp://ann@127.0.0.1:9", "--password-command", "true");
        assertThat(run.err()).contains("first line is empty");
    }

    /** A comma in a password makes no two servers of one; a URL in the wrong place isn't repeated. */
    @Test
    void passwordsInOddPlacesAreNotShown() {
        assertThat(Servers.split("smtp://ann:a,b,c@h.example,@work,smtp://i.example?auth=PLAIN,LOGIN,maildir:/x@y"))
                .containsExactly(
                        "smtp://ann:a,b,c@h.example", "@work", "smtp://i.example?auth=PLAIN,LOGIN", "maildir:/x@y");
        for (String stray : new String[] {
            "smtp://ann:" + CANARY + "@h.example",
            "ann:" + CANARY + "@h.example",
            "-ssmtp://ann:" + CANARY + "@h.example"
        }) {
            assertThat(UsageException.unknown(Command.all().get(0), stray).getMessage())
                    .doesNotContain(CANARY);
        }
    }

    @Test
    void whatStandsInTheWrongPlaceIsNotShown() throws IOException {
        Run.Setup setup = new Run.Setup(home);
        Path file = home.resolve(".config/paloma/servers");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "work = smtp://h.example\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        for (String[] args : new String[][] {
            {"smtp://joe:" + CANARY + "@h.example"},
            {"joe:" + CANARY + "@h.example"},
            {"outbox", "smtp://joe:" + CANARY + "@h.example"},
            {"help", "smtp://joe:" + CANARY + "@h.example"},
            {"check", "@ann:" + CANARY + "@h.example"},
            {"send", "--server", "@ann:" + CANARY + "@h.example", "--to", "b@example.net", "--text", "x"},
        }) {
            Run run = setup.run(args);
            assertThat(run.code()).isIn(64, 78);
            assertThat(run.err()).startsWith("paloma: ").hasLineCount(1);
            assertSilent(run);
        }
        assertThat(setup.run("check", "@home").err()).contains("no server named 'home'");
    }
}
