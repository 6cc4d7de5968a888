package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.DeadPort;
import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where the outbox is: what is made, what is refused, and what may be better the next time. */
@ExtendWith(NoLeaks.class)
class OutboxPlaceTest {
    private static final String MAIL = "From: ann@example.org\nTo: bob@example.net\n\nHello\n";

    @TempDir
    private Path home;

    private Run run(String... args) {
        return new Run.Setup(home).input(MAIL).run(args);
    }

    private Run submit(String url) {
        return run(
                "outbox",
                "submit",
                "--from",
                "ann@example.org",
                "--to",
                "bob@example.net",
                "--text",
                "Hello",
                "--outbox",
                url);
    }

    @Test
    void aDatabaseThatCannotBeReachedMayBeThereLater() throws IOException {
        try (DeadPort port = DeadPort.refusing()) {
            String url = "postgresql://ann:secret@127.0.0.1:" + port.port() + "/mail";
            Run run = submit(url);
            assertThat(run.code()).as(run.err()).isEqualTo(75);
            assertThat(run.err()).hasLineCount(1);
            assertThat(new Run.Setup(home)
                            .with("PALOMA_OUTBOX", url)
                            .input(MAIL)
                            .run("sendmail", "-t")
                            .code())
                    .isEqualTo(75);
            Run spoken = new Run.Setup(home)
                    .with("PALOMA_OUTBOX", url)
                    .input("QUIT\r\n")
                    .run("sendmail", "-bs");
            assertThat(spoken.out()).startsWith("421 4.3.0 ");
            assertThat(spoken.code()).isEqualTo(75);
        }
    }

    @Test
    void whatIsNoOutboxIsAMatterOfConfiguration() throws IOException {
        Path file = home.resolve("notes.txt");
        Files.writeString(file, "no database\n".repeat(1000));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Run run = submit("sqlite:" + file);
        assertThat(run.code()).as(run.err()).isEqualTo(78);
    }

    @Test
    void secretsInTheUrlAreNotInTheComplaint() throws IOException {
        try (DeadPort port = DeadPort.refusing()) {
            for (String url : new String[] {
                "postgresql://ann@127.0.0.1:99999/db?password=CANARY1",
                "postgresql://ann@127.0.0.1:" + port.port() + "/db?password=CANARY1&sslpassword=CANARY2",
                "postgresql://127.0.0.1:" + port.port() + "/db?user=CANARY3&password=CANARY1&port=x%20y",
                "postgresql://ann:CANARY1@127.0.0.1:" + port.port() + "/d%zz"
            }) {
                Run run = submit(url);
                assertThat(run.code()).as(url).isIn(75, 78);
                assertThat(run.err()).as(url).hasLineCount(1).doesNotContain("CANARY");
            }
        }
    }

    @Test
    void onlyWhatStoresMakesAnOutbox() {
        Path file = home.resolve("slip.db");
        for (String command : new String[] {"list", "stats", "drain", "purge"}) {
            Run run = run("outbox", command, "--outbox", "sqlite:" + file);
            assertThat(run.code()).as(command).isEqualTo(66);
            assertThat(run.err()).as(command).hasLineCount(1).contains("there is no outbox " + file);
        }
        assertThat(run("outbox", "retry", "--all", "--outbox", "sqlite:" + file).code())
                .isEqualTo(66);
        assertThat(run("outbox", "show", "2YX", "--outbox", "sqlite:" + file).code())
                .isEqualTo(66);
        assertThat(new Run.Setup(home)
                        .with("PALOMA_OUTBOX", "sqlite:" + file)
                        .run("sendmail", "-bp")
                        .code())
                .isEqualTo(66);
        assertThat(file).doesNotExist();
        assertThat(submit("sqlite:" + file).code()).isZero();
        assertThat(run("outbox", "list", "--outbox", "sqlite:" + file).out()).hasLineCount(1);
    }

    @Test
    void mailqListsTheUsersOwnOutbox() {
        assertThat(run("sendmail", "-bp").out()).startsWith("Mail queue is empty");
        run("outbox", "submit", "--from", "ann@example.org", "--to", "bob@example.net", "--text", "Hello");
        assertThat(run("sendmail", "-bp").out()).contains("bob@example.net", "in 1 Request.");
    }

    @Test
    void anOutboxThatOthersCanReadIsRefused() throws IOException {
        Path file = home.resolve("outbox.db");
        assertThat(submit("sqlite:" + file).code()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Run run = submit("sqlite:" + file);
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err()).contains("chmod 600");
    }

    @Test
    void aLinkToNothingIsRefused() throws IOException {
        Path link = home.resolve("link.db");
        Files.createSymbolicLink(link, home.resolve("nothing.db"));
        Run run = submit("sqlite:" + link);
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err()).contains("is a link to nothing");
        assertThat(home.resolve("nothing.db")).doesNotExist();
    }
}
