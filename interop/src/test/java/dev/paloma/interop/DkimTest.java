package dev.paloma.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.Mailer;
import dev.paloma.dkim.DkimSigner;
import dev.paloma.dkim.DkimSigner.Canonicalization;
import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.ReceivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random messages, signed with an RSA and an Ed25519 key in every canonical form, sent by DATA and by BDAT. With {@code
 * -Ddkim.folder} the keys are {@code rsa.pem} and {@code ed25519.pem} in that folder, and what arrives is put there for
 * others to verify; {@code -Dcorpus.count} and {@code -Dcorpus.seed} say how many messages and which.
 */
class DkimTest {
    private static final int COUNT = Integer.getInteger("corpus.count", 20);
    private static final long SEED = Long.getLong("corpus.seed", 1);

    private static final Envelope TO_BOB =
            Envelope.of(Mailbox.parse("alice@example.org"), List.of(Mailbox.parse("bob@example.org")));

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void hasKeys() throws IOException, GeneralSecurityException {
        String given = System.getProperty("dkim.folder");
        folder = given == null ? temporary : Path.of(given);
        for (String kind : given == null ? List.of("RSA", "Ed25519") : List.<String>of()) {
            byte[] key = KeyPairGenerator.getInstance(kind)
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            Files.writeString(
                    folder.resolve(kind.toLowerCase(Locale.ROOT) + ".pem"),
                    "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                            + "\n-----END PRIVATE KEY-----\n");
        }
    }

    @Test
    void whatIsSignedArrivesTheSameByEveryWay() throws IOException {
        Corpus corpus = new Corpus(SEED);
        for (int number = 0; number < COUNT; number++) {
            Path eml = corpus.write(temporary, number);
            // Composed and ready-made mail in turn.
            Content content = number % 2 == 0 ? corpus.message(number).made() : Content.of(eml);
            for (Canonicalization header : Canonicalization.values()) {
                for (Canonicalization body : Canonicalization.values()) {
                    Content signed = DkimSigner.sign(
                            content, List.of(signer("rsa", header, body), signer("ed25519", header, body)));
                    String name = String.format(Locale.ROOT, "%04d-%s-%s", number, header, body);
                    byte[] data = arrived(signed, name + "-data", false);
                    byte[] chunks = arrived(signed, name + "-bdat", true);
                    assertThat(chunks).as("seed %d, %s", SEED, name).isEqualTo(data);
                }
            }
        }
    }

    private DkimSigner signer(String kind, Canonicalization header, Canonicalization body) throws IOException {
        return DkimSigner.builder("example.org", kind)
                .key(folder.resolve(kind + ".pem"))
                .canonicalization(header, body)
                .build();
    }

    /** The octets that a server gets; one with CHUNKING offers all else too. */
    private byte[] arrived(Content content, String name, boolean chunks) throws IOException {
        var builder = FakeSmtpServer.builder();
        if (chunks) {
            builder.offer("CHUNKING", "BINARYMIME");
        } else {
            builder.withhold("8BITMIME");
        }
        try (FakeSmtpServer server = builder.start();
                Mailer mailer = Mailer.to("smtp://127.0.0.1:" + server.port() + "?tls=none")) {
            mailer.send(TO_BOB, content);
            assertThat(server.violations()).as(name).isEmpty();
            ReceivedMail mail = server.received().get(0);
            Files.write(folder.resolve(name + ".eml"), mail.content());
            return mail.content();
        }
    }
}
