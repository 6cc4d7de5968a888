package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Content;
import dev.paloma.message.Form;
import dev.paloma.message.Sink;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples about signing; whether signatures hold is shown in core and by {@code interop/run dkim}. */
@ExtendWith(NoLeaks.class)
final class DkimExamplesTest {
    private static final Content LETTER =
            Content.of("From: ann@example.org\r\nTo: bob@example.net\r\nX-Campaign: 7\r\n\r\nHello\r\n");

    @TempDir
    private Path folder;

    private Path key(String kind) throws IOException, GeneralSecurityException {
        byte[] key = KeyPairGenerator.getInstance(kind)
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String base64 = Base64.getMimeEncoder().encodeToString(key);
        return Files.writeString(
                folder.resolve(kind), "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    private static String written(Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        content.writeTo(sink, content.form(Form.PLAIN));
        sink.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theMailerSigns() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Dkim.sendSigned(server.url(), key("Ed25519"), LETTER);

            assertThat(server.received())
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.text())
                            .startsWith("DKIM-Signature: v=1; a=ed25519-sha256;")
                            .contains("d=example.org;", "s=s1;"));
        }
    }

    @Test
    void oneMailHasTwoSignatures() throws Exception {
        assertThat(written(Dkim.signed(key("RSA"), key("Ed25519"), LETTER)))
                .startsWith("DKIM-Signature: v=1; a=rsa-sha256;")
                .contains("\r\nDKIM-Signature: v=1; a=ed25519-sha256;", "s=s2;");
    }

    @Test
    void settingsStandInTheSignature() throws Exception {
        assertThat(written(Dkim.withSettings(key("Ed25519")).sign(LETTER)))
                .contains("c=relaxed/simple;", "i=@news.example.org;", "x=", "X-Campaign;");
    }
}
