package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Mail;
import dev.paloma.message.Message;
import dev.paloma.outbox.MailState;
import dev.paloma.outbox.Outbox;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
final class OutboxesTest {
    @TempDir
    private Path folder;

    private static Mail mail() {
        return Mail.of(Message.builder()
                .from("shop@example.org")
                .to("bob@example.net")
                .subject("Order 42")
                .text("Thank you")
                .build());
    }

    @Test
    void whatIsSubmittedTwiceIsDeliveredOnce() throws InterruptedException {
        String id = Outboxes.submit(folder, mail());
        assertThat(Outboxes.submit(folder, mail())).isEqualTo(id);
        List<String> log = new CopyOnWriteArrayList<>();
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Outbox outbox = Outbox.open("sqlite:" + folder.resolve("outbox.db"))) {
            assertThat(Outboxes.look(outbox)).hasSize(1);
            Outboxes.deliver(outbox, server.url(), log::add);
            assertThat(server.received()).hasSize(1);
            assertThat(outbox.show(id).orElseThrow().state()).isEqualTo(MailState.ACCEPTED);
        }
        assertThat(log).containsExactly(id + " accepted");
    }

    @Test
    void whatIsSubmittedSignedIsDeliveredSigned() throws Exception {
        byte[] secret = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path key = Files.writeString(
                folder.resolve("dkim.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(secret)
                        + "\n-----END PRIVATE KEY-----\n");
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Outbox outbox = Outbox.open("sqlite:" + folder.resolve("outbox.db"))) {
            Outboxes.signed(outbox, mail(), key);
            Outboxes.deliver(outbox, server.url(), line -> {});
            assertThat(server.received().get(0).text()).startsWith("DKIM-Signature: v=1; a=ed25519-sha256;");
        }
    }
}
