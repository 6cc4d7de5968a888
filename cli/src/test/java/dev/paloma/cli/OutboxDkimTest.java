package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Signed when it is submitted, or when it is sent. */
@ExtendWith(NoLeaks.class)
class OutboxDkimTest {
    private static final String SIGNED = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.org;";

    @TempDir
    private Path home;

    private String signer = "";

    @BeforeEach
    void writesAKey() throws IOException, GeneralSecurityException {
        byte[] secret = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String base64 = Base64.getEncoder().encodeToString(secret);
        Path key = Files.writeString(
                home.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        signer = "domain=example.org,selector=s1,key=" + key;
    }

    private Run outbox(String input, String... args) {
        List<String> all = new ArrayList<>(List.of("outbox"));
        all.addAll(List.of(args));
        return new Run.Setup(home).input(input).run(all.toArray(String[]::new));
    }

    private Run submit(String... more) {
        List<String> args = new ArrayList<>(
                List.of("submit", "--from", "ann@example.org", "--to", "bob@example.net", "--text", "Grüße"));
        args.addAll(List.of(more));
        return outbox("", args.toArray(String[]::new));
    }

    /** What the server got. */
    private List<String> delivered(String... more) {
        try (FakeSmtpServer server = FakeSmtpServer.builder().offer("8BITMIME").start()) {
            List<String> args = new ArrayList<>(List.of("run", "--server", server.url(), "--until-empty"));
            args.addAll(List.of(more));
            Run run = outbox("", args.toArray(String[]::new));
            assertThat(run.code()).as(run.err()).isZero();
            return server.received().stream().map(mail -> mail.text()).toList();
        }
    }

    @Test
    void aMailIsSignedWhenItIsSubmitted() {
        assertThat(submit("--dkim", signer).code()).isZero();
        assertThat(delivered()).singleElement().asString().startsWith(SIGNED).contains("s=s1;");
    }

    @Test
    void aMailIsSignedWhenItIsSent() {
        assertThat(submit().code()).isZero();
        assertThat(delivered("--dkim", signer)).singleElement().asString().startsWith(SIGNED);
    }

    @Test
    void ofManyLinesThoseOfItsDomainAreSigned() {
        String lines = """
                {"from":"ann@example.org","to":["bob@example.net"],"text":"1"}
                {"from":"ann@example.com","to":["bob@example.net"],"text":"2"}
                """;
        assertThat(outbox(lines, "submit", "--lines", "-", "--dkim", signer).code())
                .isZero();
        assertThat(delivered())
                .hasSize(2)
                .allSatisfy(
                        text -> assertThat(text.startsWith(SIGNED)).isEqualTo(text.contains("From: ann@example.org")));
    }

    @Test
    void aKeyThatCannotBeReadIsToldBeforeAnythingIsStored() {
        Run run = submit("--dkim", "domain=example.org,selector=s1,key=" + home.resolve("none"));
        assertThat(run.code()).isEqualTo(ExitCode.NO_INPUT);
        assertThat(run.err()).contains("no such file");
        assertThat(outbox("", "list").out()).isEmpty();
        assertThat(submit("--dkim", "domain=example.org").code()).isEqualTo(ExitCode.USAGE);
    }
}
