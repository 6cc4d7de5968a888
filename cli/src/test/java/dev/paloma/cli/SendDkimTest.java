package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code paloma send --dkim}. */
@ExtendWith(NoLeaks.class)
class SendDkimTest {
    @TempDir
    private Path home;

    private Path key = Path.of("");

    @BeforeEach
    void writesAKey() throws IOException, GeneralSecurityException {
        byte[] secret = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String base64 = Base64.getEncoder().encodeToString(secret);
        // A comma in the name is the file's own.
        key = Files.writeString(
                home.resolve("key,1.pem"), "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    private Run send(String... more) {
        String[] start = {"send", "--from", "ann@example.org", "--to", "bob@example.net", "--text", "Hello"};
        return new Run.Setup(home)
                .run(Stream.concat(Stream.of(start), Stream.of(more)).toArray(String[]::new));
    }

    private static void assertFailed(Run run, int code, String... said) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("paloma: ").hasLineCount(1).contains(List.of(said));
    }

    @Test
    void dryRunShowsTheSignatures() {
        Run run = send(
                "--dry-run",
                "--dkim",
                "domain=example.org,selector=s1,key=" + key,
                "--dkim",
                "key=" + key + ",domain=b\u00fccher.example,selector=s2");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.org;")
                .contains("\r\nDKIM-Signature: v=1;", "d=xn--bcher-kva.example;", "s=s2;")
                .endsWith("\r\n\r\nHello\r\n");
    }

    @Test
    void whatIsSentIsSignedAReadyMailToo() throws IOException {
        Path eml = Files.writeString(home.resolve("a.eml"), "From: ann@example.org\nTo: bob@example.net\n\nHi\n");
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Run run = new Run.Setup(home)
                    .run(
                            "send",
                            "--server",
                            server.url(),
                            "--dkim",
                            "domain=example.org,selector=s1,key=" + key,
                            "--eml",
                            eml.toString());
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(server.received().get(0).text())
                    .startsWith("DKIM-Signature: ")
                    .endsWith("\r\nFrom: ann@example.org\r\nTo: bob@example.net\r\n\r\nHi\r\n");
        }
    }

    @Test
    void aKeyThatCannotBeReadIs66AndNoKeyIs78() throws IOException {
        String start = "domain=example.org,selector=s1,key=";
        assertFailed(send("--dry-run", "--dkim", start + home.resolve("none")), 66, "DKIM key", "no such file");
        assertFailed(send("--dry-run", "--dkim", start + home), 66, "folder");
        Path letter = Files.writeString(home.resolve("letter"), "Dear Bob");
        assertFailed(send("--dry-run", "--dkim", start + letter), 78, "isn't PEM", "nothing was sent");
        assertFailed(
                send("--dry-run", "--dkim", "domain=a..b,selector=s1,key=" + key),
                78,
                "DKIM domain",
                "nothing was sent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x|can't read 'x'",
                "domain=example.org,selector=s1|lacks its key",
                "selector=s1,key=k|lacks its domain",
                "domain=example.org,key=k|lacks its selector",
                "domain=a.org,domain=b.org,selector=s,key=k|has domain twice",
                "domain=,selector=s1,key=k|can't read 'domain='",
                "sel=s1,domain=example.org,key=k|can't read 'sel=s1'"
            })
    void aValueOfAnotherFormIs64(String value, String said) {
        assertFailed(send("--dry-run", "--dkim", value), 64, said);
    }
}
