package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code paloma send} by way of a program. */
@ExtendWith(NoLeaks.class)
class SendProgramTest {
    @TempDir
    private Path home;

    private String program(String script) throws IOException {
        Path file = home.resolve("sendmail");
        Files.writeString(file, "#!/bin/sh\ncd '" + home + "' || exit 72\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return "sendmail:" + file;
    }

    @Test
    void A8_mailGoesThroughTheProgram() throws IOException {
        String server = program("printf '%s ' \"$@\" > arguments; cat > mail");
        Run run = new Run.Setup(home).send(server + "?arg=-v", "--bcc", "di@example.net");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("accepted  bob@example.net  taken by " + server, "by " + server + ", in ");
        assertThat(Files.readString(home.resolve("arguments")))
                .isEqualTo("-v -i -f ann@example.org -- bob@example.net di@example.net ");
        assertThat(Files.readString(home.resolve("mail")))
                .contains("\nTo: bob@example.net\n")
                .endsWith("\n\nHello\n")
                .doesNotContain("\r", "di@example.net");
    }

    @Test
    void A8_exitCodesAndWordsOfTheProgramAreReported() throws IOException {
        Run refused = new Run.Setup(home).send(program("cat > mail; echo 'no such user' >&2; exit 67"));
        assertThat(refused.code()).isEqualTo(67);
        assertThat(refused.err()).contains("EX_NOUSER", "it said: no such user").hasLineCount(1);
        assertThat(new Run.Setup(home).send(program("cat > mail; exit 75")).code())
                .isEqualTo(75);
        assertThat(new Run.Setup(home).send(program("cat > mail; exit 77")).code())
                .isEqualTo(77);
        assertThat(new Run.Setup(home).send("sendmail:" + home.resolve("none")).code())
                .isEqualTo(78);
        Run unknown = new Run.Setup(home).send(program("cat > mail; kill -9 $$"), "--json");
        assertThat(unknown.code()).isEqualTo(80);
        assertThat(unknown.json()).contains("\"outcome\":\"unknown\"", "\"code\":null", "\"stage\":\"end-of-data\"");
    }

    @Test
    void A8_timeLimitEndsTheProgram() throws IOException {
        Run run = new Run.Setup(home).send(program("exec sleep 1000"), "--timeout", "400ms");
        assertThat(run.code()).isEqualTo(80); // a small mail is in the pipe at once, its end too
        assertThat(run.err()).contains("--timeout 400ms ran out", "may have been delivered");
        Run badOption = new Run.Setup(home).send("sendmail:/bin/true?shell=yes");
        assertThat(badOption.code()).isEqualTo(78);
        assertThat(badOption.err()).contains("no option 'shell'").hasLineCount(1);
    }
}
